"""Clocks against a count day by day, thousands of dates; regressions (d) a small child and (g) terms over Tết."""

import random
from datetime import date, timedelta

import pytest

from discipline.rules.book import RuleBook
from discipline.rules.clocks import (
    PausedSpan,
    child_pause,
    complaint_windows,
    handling_clock,
    lapse_on,
    promotion_bar_until,
    time_bar_clock,
)
from discipline.rules.replacing import replacement_terms
from discipline.rules.values import RuleMissing
from foundation.workflow.errors import InvalidInput
from tests.discipline.rulesbook import city_calendar, shipped_book

DAY = timedelta(days=1)
FIRST = date(2020, 7, 1)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return shipped_book()


def clock(book: RuleBook, discovered: date, today: date, *pauses: PausedSpan, extended: bool = False):
    return handling_clock(discovered, pauses, extended, today, book, city_calendar())


def counted(discovered: date, limit: int, paused: set[date]) -> date:
    """The same by walking day by day."""
    day, run = discovered, 0
    while run < limit:
        day += DAY
        run += day not in paused
    return day


def test_limit_of_the_mock_case(book: RuleBook) -> None:
    found = clock(book, date(2026, 9, 21), date(2026, 11, 27))
    assert (found.ends_on, found.days_run, found.limit_days, found.days_left) == (date(2026, 12, 20), 67, 90, 23)
    assert found.working_days_left == 15 and not found.is_over and not found.paused
    assert [(one.day, one.on, one.reached) for one in found.warnings] == [
        (60, date(2026, 11, 20), True), (80, date(2026, 12, 10), False), (90, date(2026, 12, 20), False),
    ]  # fmt: skip
    longer = clock(book, date(2026, 9, 21), date(2026, 11, 27), extended=True)
    assert longer.ends_on == date(2027, 2, 18) and [one.day for one in longer.warnings] == [120, 140, 150]
    assert not found.ground.verified and found.ground.code == "handling.limit"
    assert found.inputs["discovered_on"] == "2026-09-21" and found.inputs["number"] == 90


def test_limit_over_thousands_of_days_and_pauses_is_the_count_day_by_day(book: RuleBook) -> None:
    dice = random.Random(20251)
    for _number in range(2000):
        discovered = FIRST + timedelta(days=dice.randrange(2500))
        today = discovered + timedelta(days=dice.randrange(400))
        spans, paused = [], set()
        for _pause in range(dice.randrange(4)):
            first = discovered + timedelta(days=dice.randrange(-20, 200))
            last = first + timedelta(days=dice.randrange(60))
            is_open = dice.random() < 0.15 and first <= today
            spans.append(PausedSpan(first, None if is_open else last))
            end = today if is_open else last
            paused |= {first + timedelta(days=step) for step in range((end - first).days + 1)}
        paused = {day for day in paused if day > discovered}
        extended = dice.random() < 0.5
        found = clock(book, discovered, today, *spans, extended=extended)
        limit = 150 if extended else 90
        assert found.ends_on == counted(discovered, limit, paused), (discovered, today, spans)
        run = sum(1 for step in range((today - discovered).days) if discovered + (step + 1) * DAY not in paused)
        assert (found.days_run, found.limit_days) == (run, limit)
        assert found.is_over == (run > limit)
        assert all(one.on == counted(discovered, one.day, paused) for one in found.warnings)


def test_limit_before_2020_was_two_and_four_months(book: RuleBook) -> None:
    assert clock(book, date(2019, 12, 31), date(2020, 1, 5)).ends_on == date(2020, 2, 29)
    assert clock(book, date(2020, 6, 30), date(2020, 7, 5), extended=True).ends_on == date(2020, 10, 30)
    assert clock(book, date(2020, 7, 1), date(2020, 7, 5)).ends_on == date(2020, 9, 29)


def test_limit_refuses_what_cannot_be(book: RuleBook) -> None:
    for discovered, pauses, code in (
        (date(2026, 5, 2), (), "discovery_future"),
        (date(2026, 4, 1), (PausedSpan(date(2026, 4, 9), date(2026, 4, 8)),), "pause_order"),
    ):
        with pytest.raises(InvalidInput) as refused:
            clock(book, discovered, date(2026, 5, 1), *pauses)
        assert refused.value.code == code
    with pytest.raises(RuleMissing) as missing:
        clock(book, date(2009, 12, 31), date(2010, 1, 1))
    assert missing.value.details == {"rule": "handling.limit", "on": "2009-12-31"}


def bar(book: RuleBook, acted: date, new: date | None = None, track: str = "administrative", **more):
    return time_bar_clock(acted, new, None, date(2026, 11, 28), book, track, **more)


def test_time_bar_of_the_mock_case_and_of_29_february(book: RuleBook) -> None:
    found = bar(book, date(2026, 8, 18))
    assert found.ends_for["reprimand"] == date(2031, 8, 18) and found.ends_for["warning"] == date(2036, 8, 18)
    assert not found.is_barred("reprimand", date(2031, 8, 18)) and found.is_barred("reprimand", date(2031, 8, 19))
    assert "warning" in found.open_forms(date(2031, 8, 19))
    assert bar(book, date(2024, 2, 29)).ends_for["reprimand"] == date(2029, 2, 28)
    assert time_bar_clock(date(2026, 8, 18), None, "warning", date(2026, 11, 28), book, "party").ends_for == {
        "warning": date(2036, 8, 18)
    }


def test_time_bar_over_every_act_of_fourteen_years(book: RuleBook) -> None:
    day = date(2012, 1, 1)
    while day <= date(2026, 11, 28):
        found = bar(book, day)
        old = day <= date(2022, 11, 14)
        for form, years in (("reprimand", 2 if old else 5), ("warning", 5 if old else 10)):
            end = found.ends_for[form]
            assert (end.year, end.month) == (day.year + years, day.month) and day.day - end.day in (0, 1)
        assert found.differs_today == old
        party = bar(book, day, track="party").ends_for
        assert party["expulsion"] is None and party["warning"].year == day.year + 10
        day += 3 * DAY


def test_new_violation_inside_the_period_starts_it_anew_by_form_and_one_after_it_does_not(book: RuleBook) -> None:
    for months_later in range(1, 47):
        acted = date(2022, 12, 1)
        new = date(2022 + (11 + months_later) // 12, (11 + months_later) % 12 + 1, 3)
        found = bar(book, acted, new)
        assert found.ends_for["reprimand"] == date(new.year + 5, new.month, 3) and found.starts_for["reprimand"] == new
    old, later = date(2021, 3, 1), date(2023, 3, 2)
    found = bar(book, old, later)
    assert found.ends_for["reprimand"] == date(2023, 3, 1) and found.starts_for["reprimand"] == old
    assert found.ends_for["warning"] == date(2033, 3, 2)
    assert bar(book, old, date(2023, 3, 1)).ends_for["reprimand"] == date(2028, 3, 1)


def test_time_bar_never_runs_for_the_grounds_the_rules_name_and_refuses_others(book: RuleBook) -> None:
    found = bar(book, date(2015, 1, 1), track="party", never_ground="false_diploma")
    assert set(found.ends_for.values()) == {None} and found.ground.code == "time_bar.party_never"
    for acted, new, more, code in (
        (date(2026, 11, 29), None, {}, "act_future"),
        (date(2026, 1, 2), date(2026, 1, 1), {}, "act_order"),
        (date(2026, 1, 2), None, {"never_ground": "false_diploma"}, "ground_unknown"),
    ):
        with pytest.raises(InvalidInput) as refused:
            bar(book, acted, new, **more)
        assert refused.value.code == code


def test_d_mother_of_a_child_of_20_months_may_be_disciplined(book: RuleBook) -> None:
    today = date(2026, 11, 28)
    assert child_pause(date(2025, 3, 28), today, book) is None
    found = child_pause(date(2026, 3, 28), today, book)
    assert found.on == date(2027, 3, 27) and found.ground.code == "suspension.child" and found.ground.verified
    assert child_pause(date(2026, 3, 28), today, book, asked_in_writing=True) is None
    for age in range(1, 800):
        born = today - age * DAY
        twelve = date(born.year + 1, born.month, 28 if (born.month, born.day) == (2, 29) else born.day)
        assert (child_pause(born, today, book) is not None) == (today < twelve)


def test_g_dismissal_proposed_over_tet_2026(book: RuleBook) -> None:
    found = replacement_terms(date(2026, 2, 9), book, city_calendar())
    ends = (found.propose_by.on, found.decide_by.on, found.decide_longest_by.on)
    assert ends == (date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 23))
    proposed = replacement_terms(date(2026, 2, 9), book, city_calendar(), proposed_on=date(2026, 2, 12))
    assert (proposed.decide_by.on, proposed.decide_longest_by.on) == (date(2026, 3, 5), date(2026, 3, 12))
    assert found.propose_by.ground.verified and found.propose_by.as_json()["inputs"]["unit"] == "working_days"


def test_terms_after_the_decision(book: RuleBook) -> None:
    day = date(2026, 1, 31)
    assert (
        lapse_on(day, "reprimand", book).on == date(2027, 1, 31) and not lapse_on(day, "warning", book).ground.verified
    )
    ends = [promotion_bar_until(form, day, book).on for form in ("reprimand", "warning", "removal")]
    assert ends == [date(2028, 1, 31), date(2029, 1, 31), date(2031, 1, 31)]
    assert promotion_bar_until("salary_grade", day, book) is None
    assert promotion_bar_until("reprimand", date(2025, 10, 7), book) is None


def test_complaints_by_level_form_and_track(book: RuleBook) -> None:
    day, accepted = date(2026, 3, 2), date(2026, 3, 10)

    def lodge(level: int, form: str = "warning", **more):
        return complaint_windows(day, level, form, book, **more)

    assert lodge(1).lodge_by.on == date(2026, 3, 17) and lodge(1).answer_by is None
    assert lodge(1, "forced_resignation").lodge_by.on == date(2026, 3, 17)
    assert lodge(2).lodge_by.on == date(2026, 3, 12)
    assert lodge(2, "forced_resignation").lodge_by.on == date(2026, 4, 1)
    found = lodge(1, accepted_on=accepted)
    assert (found.answer_by.on, found.answer_by_complex.on) == (date(2026, 4, 9), date(2026, 4, 24))
    assert found.lodge_by.ground.verified and not found.answer_by.ground.verified
    party = lodge(1, track="party", accepted_on=accepted, calendar=city_calendar())
    assert party.lodge_by.on == date(2026, 4, 1) and party.answer_by.inputs["number"] == 90
    for level, more, code in (
        (3, {}, "complaint_level"),
        (1, {"track": "party", "accepted_on": accepted}, "calendar_missing"),
    ):
        with pytest.raises(InvalidInput) as refused:
            lodge(level, **more)
        assert refused.value.code == code
