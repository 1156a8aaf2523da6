"""Groups of the worklist by the day of the deadline."""

from datetime import date

import pytest

from reports.enums import LineKind, When
from reports.rules import Line, grouped, when_of

TUESDAY = date(2026, 11, 24)


def line(due: date | None, title: str = "việc") -> Line:
    return Line(LineKind.TASK, title, "", "", "/", "Mở", due, None)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 23), When.OVERDUE),
        (TUESDAY, When.TODAY),
        (date(2026, 11, 25), When.THIS_WEEK),
        (date(2026, 11, 29), When.THIS_WEEK),
        (date(2026, 11, 30), When.LATER),
        (None, When.OPEN),
    ],
)
def test_when_of_a_deadline(due: date | None, expected: When) -> None:
    assert when_of(due, TUESDAY) == expected


def test_when_of_on_a_sunday_the_week_ends_today() -> None:
    sunday = date(2026, 11, 29)
    assert when_of(sunday, sunday) == When.TODAY
    assert when_of(date(2026, 11, 30), sunday) == When.LATER


def test_grouped_oldest_deadline_first_and_no_empty_group() -> None:
    days = [None, date(2026, 12, 9), date(2026, 11, 20), date(2026, 11, 3), TUESDAY]
    groups = grouped([line(day) for day in days], TUESDAY)
    assert [group.when for group in groups] == [When.OVERDUE, When.TODAY, When.LATER, When.OPEN]
    assert [found.due for found in groups[0].lines] == [date(2026, 11, 3), date(2026, 11, 20)]
    assert grouped([], TUESDAY) == ()
