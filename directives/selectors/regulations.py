"""Working regulations as pages read them: those due, those overdue, units without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from directives.models import RegulationReview, WorkingRegulation
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.units import force_condition

SHOWN = 100


@dataclass(frozen=True, slots=True)
class RegulationLine:
    """A regulation on a day; `last` is its newest review."""

    row: WorkingRegulation
    overdue: bool
    last: RegulationReview | None


def readable(user: Any) -> QuerySet[WorkingRegulation]:
    return visible_to(user, WorkingRegulation.objects.select_related("unit"))


def listed(user: Any) -> QuerySet[WorkingRegulation]:
    """With the key of the newest review; the nearest review first."""
    reviews = RegulationReview.objects.filter(regulation=OuterRef("pk")).order_by("-reviewed_on", "-id")
    return readable(user).annotate(last_review=Subquery(reviews.values("pk")[:1])).order_by("next_review_on", "id")


def lines(user: Any, rows: Sequence[Any], *, on: date) -> list[RegulationLine]:
    """The rows of a page with their newest reviews; one query."""
    keys = [row.last_review for row in rows if row.last_review is not None]
    found = {one.pk: one for one in visible_to(user, RegulationReview.objects.filter(pk__in=keys))}
    return [RegulationLine(row, is_overdue(row, on), found.get(row.last_review)) for row in rows]


def is_overdue(row: WorkingRegulation, on: date) -> bool:
    return row.ended_on is None and row.next_review_on < on


def one(user: Any, pk: int) -> WorkingRegulation:
    """One regulation.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).select_related("created_by").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def reviews_of(user: Any, row: WorkingRegulation) -> QuerySet[RegulationReview]:
    return visible_to(user, row.reviews.select_related("by")).order_by("-reviewed_on", "-id")


def earlier_of(user: Any, row: WorkingRegulation) -> QuerySet[WorkingRegulation]:
    """Other regulations of the unit, the newest first."""
    return readable(user).filter(unit=row.unit_id).exclude(pk=row.pk).order_by("-issued_on")


def in_stage(rows: QuerySet[WorkingRegulation], stage: str, *, on: date) -> QuerySet[WorkingRegulation]:
    """`current`: in force; `overdue`: in force, its review past; `ended`."""
    if stage == "ended":
        return rows.filter(ended_on__isnull=False)
    rows = rows.filter(ended_on__isnull=True)
    return rows.filter(next_review_on__lt=on) if stage == "overdue" else rows


def units_of(user: Any, *, on: date, action: str = "working_regulation.read") -> QuerySet[Unit]:
    """Units (no divisions) of a day within the reader's reach for this act."""
    units = visible_to(user, Unit.objects.filter(force_condition(on)), action)
    return units.exclude(kind=UnitKind.DIVISION).order_by("path")


def units_without(user: Any, *, on: date) -> QuerySet[Unit]:
    """Units of the day that have no working regulation in force."""
    standing = WorkingRegulation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on), unit=OuterRef("pk"), issued_on__lte=on
    )
    return units_of(user, on=on).filter(~Exists(standing))
