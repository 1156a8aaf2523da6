"""Figures as lists and pages read them: a month of many units, the course of one unit, its peers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, QuerySet, Sum

from directives.enums import MeasureSpan, MeasureUnit
from directives.models import MeasureKind, MeasureValue
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.units import force_condition

MONTHS = 24
FEWEST_PEERS = 5


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its figures of a period by kind; None where nothing was recorded."""

    unit: Unit
    cells: list[tuple[MeasureKind, MeasureValue | None]]


@dataclass(frozen=True, slots=True)
class Course:
    """One measure of a unit over its periods, with the mean of the units of the same kind for the last one."""

    kind: MeasureKind
    points: list[tuple[date, Decimal]]
    last: MeasureValue | None
    before: Decimal | None
    peers: Decimal | None

    @property
    def change(self) -> Decimal | None:
        return self.last.value - self.before if self.last is not None and self.before is not None else None

    @property
    def tone(self) -> str:
        """`ok` when the change is for the better, `bad` for the worse, empty where neither can be said."""
        if not self.change or self.kind.higher_is_better is None:
            return ""
        return "ok" if (self.change > 0) == self.kind.higher_is_better else "bad"


def kinds() -> list[MeasureKind]:
    return list(MeasureKind.objects.order_by("number"))


def units_measured(user: Any, *, on: date, action: str = "measure.read") -> QuerySet[Unit]:
    """Units (no divisions) of a day whose figures the reader may see or record."""
    return (
        visible_to(user, Unit.objects.filter(force_condition(on)), action)
        .exclude(kind=UnitKind.DIVISION)
        .order_by("path")
    )


def unit_measured(user: Any, code: str, action: str = "measure.read") -> Unit:
    """One unit whose figures the reader may see (or record).

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = visible_to(user, Unit.objects.filter(code=code), action).exclude(kind=UnitKind.DIVISION).first()
    if found is None:
        raise NotFound
    return found


def rows_of(units: Sequence[Unit], *, period: date, span: str) -> list[UnitRow]:
    """The figures of these units in one period; one query, however many units there are."""
    found: dict[tuple[int, int], MeasureValue] = {
        (value.unit_id, value.kind_id): value
        for value in MeasureValue.objects.filter(unit__in=[unit.pk for unit in units], period=period, span=span)
    }
    order = kinds()
    return [UnitRow(unit, [(kind, found.get((unit.pk, kind.pk))) for kind in order]) for unit in units]


def totals_of(units: QuerySet[Unit], *, period: date, span: str) -> list[Decimal | None]:
    """Over all these units: sums of numbers, means of shares, in the order of the kinds."""
    rows = (
        MeasureValue.objects.filter(unit__in=units.order_by().values("pk"), period=period, span=span)
        .values("kind_id")
        .annotate(sum=Sum("value"), mean=Avg("value"))
    )
    found = {row["kind_id"]: row for row in rows}
    return [
        (found[kind.pk]["mean"] if kind.unit_of == MeasureUnit.PERCENT else found[kind.pk]["sum"])
        if kind.pk in found
        else None
        for kind in kinds()
    ]


def courses_of(unit: Unit, *, span: str, until: date) -> list[Course]:
    """Every measure of a unit over its last 24 periods."""
    values = MeasureValue.objects.filter(unit=unit, span=span, period__lte=until).order_by("-period")
    by_kind: dict[int, list[MeasureValue]] = {}
    for value in values:
        by_kind.setdefault(value.kind_id, []).append(value)
    peers = _peers(unit, span)
    made = []
    for kind in kinds():
        rows = by_kind.get(kind.pk, [])[:MONTHS]
        last = rows[0] if rows else None
        made.append(
            Course(
                kind=kind,
                points=[(row.period, row.value) for row in reversed(rows)],
                last=last,
                before=rows[1].value if len(rows) > 1 else None,
                peers=peers.get((kind.pk, last.period)) if last else None,
            )
        )
    return made


def _peers(unit: Unit, span: str) -> dict[tuple[int, date], Decimal]:
    """Means of the units of the same kind by measure and period; not shown below five units (rule of small counts)."""
    rows = (
        MeasureValue.objects.filter(unit__kind=unit.kind, span=span)
        .values("kind_id", "period")
        .annotate(mean=Avg("value"), units=Count("unit"))
        .filter(units__gte=FEWEST_PEERS)
    )
    return {(row["kind_id"], row["period"]): row["mean"] for row in rows}


def latest_period(units: QuerySet[Unit], span: str) -> date | None:
    """The last period of which anything was recorded for these units."""
    rows = MeasureValue.objects.filter(unit__in=units.order_by().values("pk"), span=span)
    return rows.order_by("-period").values_list("period", flat=True).first()


def versions_of(unit: Unit, *, period: date, span: str) -> dict[str, MeasureValue]:
    """Figures that stand, by measure code."""
    rows = MeasureValue.objects.filter(unit=unit, period=period, span=span).select_related("kind")
    return {row.kind.code: row for row in rows}


def latest_of(kind: str, unit_ids: Iterable[int], *, on: date) -> dict[int, Decimal]:
    """The newest monthly figure of this kind of each of these units, up to a day; one query."""
    rows = MeasureValue.objects.filter(kind__code=kind, unit_id__in=list(unit_ids), span=MeasureSpan.MONTH)
    newest = rows.filter(period__lte=on).order_by("unit_id", "-period").distinct("unit_id")
    return dict(newest.values_list("unit_id", "value"))
