"""Dates, numbers and names as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from foundation.web import formats


def test_date_is_day_month_year() -> None:
    assert formats.vn_date(date(2026, 11, 7)) == "07/11/2026"


def test_moment_before_midnight_in_utc_is_the_next_day_in_hanoi() -> None:
    assert formats.vn_date(datetime(2026, 11, 30, 18, 5, tzinfo=UTC)) == "01/12/2026"
    assert formats.vn_datetime(datetime(2026, 11, 30, 18, 5, tzinfo=UTC)) == "01/12/2026 01:05"


def test_date_of_nothing_is_empty() -> None:
    assert formats.vn_date(None) == "" and formats.vn_datetime("") == ""


@pytest.mark.parametrize(
    ("value", "shown"), [("84.5", "84,5"), (91, "91,0"), ("42.25", "42,25"), (None, "–"), (0, "0,0"), ("-3.5", "-3,5")]
)
def test_points_in_vietnamese(value: object, shown: str) -> None:
    with translation.override("vi"):
        assert formats.points(value) == shown


def test_number_marks_follow_the_language() -> None:
    with translation.override("vi"):
        assert formats.number(Decimal("128795.455"), 2) == "128.795,46"
    with translation.override("en"):
        assert formats.number(Decimal("128795.455"), 2) == "128,795.46"


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-2, "2 working days overdue", "bad"),
        (-1, "Overdue by up to one working day", "bad"),
        (0, "Due today", "warn"),
        (1, "1 working day left", "warn"),
        (9, "9 working days left", ""),
    ],
)
def test_deadline_words_and_tone(left: int, words: str, tone: str) -> None:
    with translation.override("en"):
        assert formats.working_days_words(left) == words
    assert formats.working_days_tone(left) == tone


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Đặng Thị Khánh Vân", "KV"), ("Nguyễn Đình Phước", "ĐP"), ("Nguyễn Đình Phước", "ĐP"), ("Lan", "L"), ("", "?")],
)
def test_initials_take_the_last_two_words(name: str, letters: str) -> None:
    assert formats.initials(name) == letters
