"""What a figure of a unit may be: not above 100 %, not of a period that has not ended, not of a unit that was gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

LARGEST = 10**9
Span = Literal["month", "year"]


@dataclass(frozen=True, slots=True)
class MeasureFault:
    """Kinds: `unknown`, `negative`, `too_large`, `above_100`, `not_whole`, `not_ended`, `unit_not_there`."""

    kind: str
    code: str = ""
    text: str = ""


def first_day(day: date, span: Span) -> date:
    """The first day of the month or year of `day`."""
    return day.replace(day=1) if span == "month" else day.replace(month=1, day=1)


def last_day(period: date, span: Span) -> date:
    """The last day of the period that begins on `period`."""
    if span == "year":
        return date(period.year, 12, 31)
    following = (period.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def figure(text: str) -> Decimal | None:
    """A figure as people write it: 89,95 or 89.95 or 1.234 or 95 %; None where it is none."""
    cleaned = text.replace("%", "").replace("\u00a0", "").replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    elif cleaned.count(",") == 1 and cleaned.index(",") > cleaned.rindex("."):
        cleaned = cleaned.replace(".", "").replace(",", ".")
    elif cleaned.count(".") >= 1 and all(len(part) == 3 for part in cleaned.split(".")[1:]) and "," not in cleaned:
        cleaned = cleaned.replace(".", "")
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def faults_of(
    values: Mapping[str, Decimal],
    units_of: Mapping[str, str],
    *,
    period: date,
    span: Span,
    today: date,
    unit_from: date | None,
    unit_to: date | None,
) -> list[MeasureFault]:
    """Everything that is wrong with a unit's figures of one period.

    Args:
        values: measure code -> figure.
        units_of: measure code -> "percent" or "count", for every known measure.
        unit_from, unit_to: first and last day of the unit.
    """
    faults: list[MeasureFault] = []
    last = last_day(period, span)
    if last >= today:
        faults.append(MeasureFault("not_ended"))
    if (unit_from is not None and unit_from > last) or (unit_to is not None and unit_to < period):
        faults.append(MeasureFault("unit_not_there"))
    for code, value in values.items():
        if code not in units_of:
            faults.append(MeasureFault("unknown", code))
        elif abs(value) >= LARGEST:
            faults.append(MeasureFault("too_large", code))
        elif value < 0:
            faults.append(MeasureFault("negative", code))
        elif units_of[code] == "percent" and value > 100:
            faults.append(MeasureFault("above_100", code))
        elif units_of[code] == "count" and value != value.to_integral_value():
            faults.append(MeasureFault("not_whole", code))
    return faults
