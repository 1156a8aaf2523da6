"""Figures as people write them, and what no figure may be."""

from datetime import date
from decimal import Decimal

import pytest

from directives.rules.measures import faults_of, figure, first_day, last_day

UNITS = {"satisfaction": "percent", "dialogues": "count"}
GIVEN = {"period": date(2026, 10, 1), "span": "month", "today": date(2026, 11, 24), "unit_from": date(2025, 7, 1)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("89,95", "89.95"), ("89.95", "89.95"), ("95 %", "95"), ("1.234", "1234"), ("1.234,5", "1234.5"), ("0", "0"),
        ("12.345.678", "12345678"), ("1 234", "1234"), ("-3", "-3"),
        ("", None), ("abc", None), ("NaN", None), ("1e400", "1E+400"), ("Infinity", None), ("1,2,3", None),
    ],
)  # fmt: skip
def test_figure_is_read_as_it_is_written(text: str, value: str | None) -> None:
    assert figure(text) == (None if value is None else Decimal(value))


def kinds(values: dict[str, str], **changes: object) -> list[tuple[str, str]]:
    given = {name: Decimal(value) for name, value in values.items()}
    return [(fault.kind, fault.code) for fault in faults_of(given, UNITS, **{"unit_to": None, **GIVEN, **changes})]


def test_sound_figures_have_no_fault() -> None:
    assert kinds({"satisfaction": "100", "dialogues": "0"}) == []


def test_what_no_figure_may_be() -> None:
    wrong = {"satisfaction": "100.01", "dialogues": "2.5", "other": "1"}
    assert kinds(wrong) == [("above_100", "satisfaction"), ("not_whole", "dialogues"), ("unknown", "other")]
    assert kinds({"dialogues": "-1"}) == [("negative", "dialogues")]


@pytest.mark.parametrize(
    ("today", "ended"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2026, 10, 1), False)]
)
def test_month_must_have_ended(today: date, ended: bool) -> None:
    assert (kinds({"dialogues": "1"}, today=today) == []) is ended


def test_year_ends_with_december() -> None:
    year = {"span": "year", "period": date(2025, 1, 1)}
    assert kinds({"dialogues": "1"}, **year, today=date(2025, 12, 31)) == [("not_ended", "")]
    assert kinds({"dialogues": "1"}, **year, today=date(2026, 1, 1)) == []
    assert (first_day(date(2026, 5, 9), "year"), last_day(date(2028, 2, 1), "month")) == (
        date(2026, 1, 1),
        date(2028, 2, 29),
    )


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        (date(2026, 11, 1), None, False), (date(2026, 10, 31), None, True),
        (date(2025, 7, 1), date(2026, 9, 30), False), (date(2025, 7, 1), date(2026, 10, 1), True),
    ],
)  # fmt: skip
def test_unit_must_have_been_there(first: date, last: date | None, there: bool) -> None:
    assert (kinds({"dialogues": "1"}, unit_from=first, unit_to=last) == []) is there
