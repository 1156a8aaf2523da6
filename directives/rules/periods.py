"""Periods a review speaks about: a month (2026-11), a quarter (2026-Q4) or a year (2026)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Span = Literal["month", "quarter", "year"]
WORDS = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """`first` and `last` day, both included."""

    span: Span
    first: date
    last: date

    @property
    def word(self) -> str:
        if self.span == "year":
            return f"{self.first:%Y}"
        return f"{self.first:%Y-%m}" if self.span == "month" else f"{self.first:%Y}-Q{self.quarter}"

    @property
    def quarter(self) -> int:
        return (self.first.month + 2) // 3


def period_of(word: str) -> Period | None:
    """The period a word names; None where it names none."""
    found = WORDS.match(word)
    if found is None or not FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        return None
    year, quarter, month = int(found.group(1)), found.group(2), found.group(3)
    if quarter:
        return containing(date(year, int(quarter) * 3, 1), "quarter")
    return containing(date(year, int(month or 1), 1), "month" if month else "year")


def containing(day: date, span: Span) -> Period:
    """The month, quarter or year of a day."""
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Period(span, date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


def latest(day: date, span: Span, count: int) -> list[Period]:
    """The period of a day and those before it, newest first."""
    found = [containing(day, span)]
    while len(found) < count:
        first = found[-1].first
        year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
        found.append(containing(date(year, month, 1), span))
    return found
