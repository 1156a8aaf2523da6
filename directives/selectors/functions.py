"""Who does what on a day, and what does not fit: two leads, names alike, no lead, units without functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from cadres.rules.names import search_key
from directives.enums import FunctionPart
from directives.models import Function, FunctionHolding
from directives.rules.functions import alike
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.units import force_condition

SHOWN = 100


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A function on a day: who leads it, who co-operates."""

    row: Function
    leads: list[FunctionHolding]
    others: list[FunctionHolding]


@dataclass(frozen=True, slots=True)
class Gap:
    """A function that nobody leads on the day; `last` is who led it before, if anybody did."""

    row: Function
    last: FunctionHolding | None


@dataclass(frozen=True, slots=True)
class Questions:
    """What does not fit on a day; lists of functions are cut at 100, units and counts are whole. Never verdicts."""

    overlaps: list[FunctionLine]
    overlap_count: int
    alike: list[tuple[FunctionLine, FunctionLine]]
    alike_count: int
    gaps: list[Gap]
    gap_count: int
    idle: list[Unit]

    @property
    def count(self) -> int:
        return self.overlap_count + self.alike_count + self.gap_count + self.idle_count

    @property
    def idle_count(self) -> int:
        return len(self.idle)


def held_on(on: date, prefix: str = "") -> Q:
    """Rows in force on a day."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def days_meet(rows: QuerySet[FunctionHolding], valid_from: date, valid_to: date | None) -> QuerySet[FunctionHolding]:
    """Rows that share a day with these days."""
    found = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    return found if valid_to is None else found.filter(valid_from__lte=valid_to)


def readable(user: Any) -> QuerySet[Function]:
    return visible_to(user, Function.objects.select_related("document")).order_by("code")


def with_holdings(rows: QuerySet[Function], user: Any, *, on: date | None = None) -> QuerySet[Function]:
    """With the units that hold them (on a day), the lead first."""
    held = visible_to(user, FunctionHolding.objects.select_related("unit", "document"))
    if on is not None:
        held = held.filter(held_on(on))
    return rows.prefetch_related(Prefetch("holdings", queryset=held.order_by("part", "valid_from", "id")))


def one(user: Any, code: str) -> Function:
    """One function with every unit that held or holds it.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = with_holdings(readable(user).select_related("created_by"), user).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def holding(user: Any, code: str, pk: int) -> FunctionHolding:
    """One row of a function.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    rows = visible_to(user, FunctionHolding.objects.select_related("function", "unit"))
    found = rows.filter(function__code=code, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def lines(rows: Sequence[Function]) -> list[FunctionLine]:
    """The rows of a page, whose holdings were fetched for its day."""
    return [line_of(row) for row in rows]


def line_of(row: Function) -> FunctionLine:
    held = list(row.holdings.all())
    leads = [one for one in held if one.part == FunctionPart.LEAD]
    return FunctionLine(row, leads, [one for one in held if one.part != FunctionPart.LEAD])


def searched(rows: QuerySet[Function], text: str) -> QuerySet[Function]:
    return rows.filter(Q(code__istartswith=text.strip()) | Q(search_key__contains=search_key(text)))


def of_unit(rows: QuerySet[Function], code: str, *, on: date) -> QuerySet[Function]:
    held = FunctionHolding.objects.filter(held_on(on), function=OuterRef("pk"), unit__code=code)
    return rows.filter(Exists(held))


def led(rows: QuerySet[Function], wanted: bool, *, on: date) -> QuerySet[Function]:
    """Functions that somebody (or nobody) leads on the day."""
    lead = Exists(FunctionHolding.objects.filter(held_on(on), function=OuterRef("pk"), part=FunctionPart.LEAD))
    return rows.filter(lead if wanted else ~lead)


def units_to_hold(user: Any, *, action: str = "function_holding.create") -> QuerySet[Unit]:
    """Units (no divisions) a function can be given to, past ones too, for the rules to refuse in words."""
    return visible_to(user, Unit.objects.all(), action).exclude(kind=UnitKind.DIVISION).order_by("path")


def questions(user: Any, *, on: date) -> Questions:
    """Everything that does not fit on a day, in a fixed number of queries."""
    rows = readable(user)
    leads = Count("holdings", filter=held_on(on, "holdings__") & Q(holdings__part=FunctionPart.LEAD))
    doubled = rows.annotate(leads=leads).filter(leads__gt=1)
    pairs = alike(dict(rows.order_by().values_list("pk", "search_key")))
    wanted = {key for pair in pairs[:SHOWN] for key in pair}
    named = {row.pk: line_of(row) for row in with_holdings(rows.filter(pk__in=wanted), user, on=on)}
    open_rows = led(rows, False, on=on)
    overlap_count, gap_count = doubled.count(), open_rows.count()
    return Questions(
        overlaps=lines(list(with_holdings(doubled, user, on=on)[:SHOWN])),
        overlap_count=overlap_count,
        alike=[(named[first], named[second]) for first, second in pairs[:SHOWN]],
        alike_count=len(pairs),
        gaps=_gaps(user, open_rows, on),
        gap_count=gap_count,
        idle=list(_idle(user, on)),
    )


def _gaps(user: Any, rows: QuerySet[Function], on: date) -> list[Gap]:
    before = visible_to(user, FunctionHolding.objects.select_related("unit"))
    before = before.filter(part=FunctionPart.LEAD, valid_to__lt=on).order_by("-valid_to")
    found = rows.prefetch_related(Prefetch("holdings", queryset=before))[:SHOWN]
    return [Gap(row, next(iter(row.holdings.all()), None)) for row in found]


def _idle(user: Any, on: date) -> QuerySet[Unit]:
    """Units of the day within the reader's reach that neither lead nor co-operate in anything."""
    held = FunctionHolding.objects.filter(held_on(on), unit=OuterRef("pk"))
    units = visible_to(user, Unit.objects.filter(force_condition(on))).exclude(kind=UnitKind.DIVISION)
    return units.filter(~Exists(held)).order_by("path")
