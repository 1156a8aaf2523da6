"""Inspections of everybody in a period: by teams and by units themselves, each counted once, with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, QuerySet
from django.utils.translation import gettext as _

from inspections.enums import InspectionKind
from inspections.models import OwnCheck
from inspections.programme_enums import OwnCheckState
from inspections.selectors.programmes import own_checks
from inspections.selectors.statistics import in_reach


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Of one kind: how many by teams and by units themselves, and how many units each of the two looked at."""

    key: str
    kind: str
    teams: int
    units: int
    seen_by_teams: int
    seen_by_units: int

    @property
    def total(self) -> int:
        return self.teams + self.units


def counted(user: Any, *, first: date, last: date) -> QuerySet[OwnCheck]:
    """Units' own inspections of the period that count: taken into the figures, not held together with a team."""
    return own_checks(user).filter(
        state=OwnCheckState.AGGREGATED, joint_with__isnull=True, held_on__gte=first, held_on__lte=last
    )


def whole_city(user: Any, *, first: date, last: date) -> list[KindFigures]:
    """A row a kind over what the reader sees, then their sum, in which a unit counts once; four queries."""
    by_team = in_reach(user, first=first, last=last).order_by()
    by_unit = counted(user, first=first, last=last).order_by()
    teams, units = (dict(rows.values_list("kind").annotate(n=Count("id"))) for rows in (by_team, by_unit))
    seen = [_keys(by_team.values_list("kind", "unit_id").distinct()), _keys(_covered(by_unit))]
    lines = [
        KindFigures(kind.value, str(kind.label), teams.get(kind.value, 0), units.get(kind.value, 0),
                    *(len(keys.get(kind.value, ())) for keys in seen))
        for kind in InspectionKind
    ]  # fmt: skip
    once = [len(set[int]().union(*keys.values())) for keys in seen]
    return [*lines, KindFigures("", _("Together"), sum(teams.values()), sum(units.values()), *once)]


def own_behind(user: Any, kind: str, *, first: date, last: date) -> QuerySet[OwnCheck]:
    """Units' own inspections behind one number; an unknown kind leads to none."""
    rows = counted(user, first=first, last=last)
    return rows.filter(kind=kind) if kind else rows


def _covered(rows: QuerySet[OwnCheck]) -> Iterable[Any]:
    """Kind and unit of every unit looked at, each pair once."""
    further = rows.annotate(unit_key=Func(F("further_units"), function="unnest"))
    return rows.values_list("kind", "checked_id").union(further.values_list("kind", "unit_key"))


def _keys(pairs: Iterable[Any]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for kind, key in pairs:
        found.setdefault(kind, set()).add(key)
    return found
