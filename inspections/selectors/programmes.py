"""Programmes and units' own inspections as pages and the API read them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from inspections.models import OwnCheck, Programme, ProgrammeItem
from organization.models import Unit


def programmes(user: Any) -> QuerySet[Programme]:
    rows = visible_to(user, Programme.objects.select_related("unit", "created_by", "approved_by"))
    seen = visible_to(user, ProgrammeItem.objects.order_by()).values("pk")  # a count obeys the rule of its rows
    return rows.annotate(item_count=Count("items", filter=Q(items__in=seen))).order_by("-year", "-id")


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


def with_further(rows: Sequence[OwnCheck]) -> Sequence[OwnCheck]:
    """The same rows, each knowing the further units it covered; one query."""
    units = Unit.objects.in_bulk({key for row in rows for key in row.further_units})
    for row in rows:
        row.further_known = sorted(  # type: ignore[attr-defined]  # read by further_of
            (units[key] for key in row.further_units), key=lambda unit: unit.path
        )
    return rows


def further_of(row: OwnCheck) -> Sequence[Unit]:
    """The units one inspection covered besides the first."""
    if not hasattr(row, "further_known"):
        with_further([row])
    known: Sequence[Unit] = row.further_known  # type: ignore[attr-defined]  # put there by with_further
    return known
