"""Programmes and units' own inspections as pages and the API read them, and the figures that count each once."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from inspections.enums import InspectionKind
from inspections.models import OwnCheck, Programme, ProgrammeItem
from inspections.programme_enums import OwnCheckState
from inspections.selectors.inspections import begun


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Of one kind in a year: by teams, by units themselves (without those held together), both."""

    kind: Any
    teams: int
    units: int

    @property
    def total(self) -> int:
        return self.teams + self.units


def programmes(user: Any) -> QuerySet[Programme]:
    rows = visible_to(user, Programme.objects.select_related("unit", "created_by", "approved_by"))
    return rows.annotate(item_count=Count("items")).order_by("-year", "-id")


def programme(user: Any, pk: int) -> Programme:
    """One programme.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = programmes(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def items_of(user: Any, row: Programme) -> QuerySet[ProgrammeItem]:
    return visible_to(user, row.items.select_related("unit")).order_by("quarter", "number")


def own_checks(user: Any) -> QuerySet[OwnCheck]:
    related = ("unit", "checked", "reported_by", "settled_by", "joint_with")
    return visible_to(user, OwnCheck.objects.select_related(*related)).order_by("-held_on", "-id")


def own_check(user: Any, pk: int) -> OwnCheck:
    """One report of a unit's own inspection.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = own_checks(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def year_figures(user: Any, year: int) -> list[KindFigures]:
    """A row a kind over what the reader sees: begun by teams, own ones aggregated and not joint; two queries."""
    by_team = begun(user).filter(started_at__year=year).order_by()
    counted = Q(state=OwnCheckState.AGGREGATED, joint_with__isnull=True, held_on__year=year)
    by_unit = own_checks(user).filter(counted).order_by()
    teams, units = (dict(rows.values_list("kind").annotate(n=Count("id"))) for rows in (by_team, by_unit))
    return [KindFigures(kind.label, teams.get(kind.value, 0), units.get(kind.value, 0)) for kind in InspectionKind]
