"""The invented people: the same for the same seed, apart from every real list that may be imported beside them."""

import csv
from collections import Counter
from datetime import date

from cadres.enums import PositionKind
from config.demo.people import make_people
from config.demo.plan import LEADERS, graded_units
from config.demo.registry import UNITS_FILE
from config.demo.seed import closed_periods, running_period


def test_people_same_seed_same_people() -> None:
    assert make_people(7) == make_people(7)
    assert [one.full_name for one in make_people(7)] != [one.full_name for one in make_people(8)]


def test_people_have_the_size_and_keys_of_their_own() -> None:
    people = make_people(2026)
    assert 1_100 <= len(people) <= 1_300
    assert len({one.code for one in people}) == len({one.national_id for one in people}) == len(people)
    assert all(one.code.startswith("CB09") and len(one.national_id) == 12 for one in people)
    assert len({(one.unit, one.division) for one in people}) >= 60


def test_people_one_head_a_unit_and_a_division() -> None:
    people = make_people(2026)
    heads = Counter((one.unit, one.division) for one in people if one.kind.endswith("_head"))
    assert set(heads.values()) == {1}
    wanted = {plan.code for plan in graded_units()} | {code for code, *_rest in LEADERS}
    assert {one.unit for one in people if one.kind == PositionKind.UNIT_HEAD} == wanted


def test_units_exist_in_the_table_of_units_and_are_in_force() -> None:
    with UNITS_FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for plan in graded_units():
        assert plan.code in rows and not rows[plan.code]["active_to"], plan.code
        assert not plan.former or plan.former in rows


def test_posts_never_overlap_and_begin_after_birth() -> None:
    for one in make_people(2026):
        assert one.birth_date < one.joined_on <= one.since
        assert all(past.first <= past.last < one.since for past in one.past)


def test_running_period_early_in_a_month_is_the_month_before() -> None:
    assert running_period(date(2026, 11, 24)) == date(2026, 11, 1)
    assert running_period(date(2026, 12, 2)) == date(2026, 11, 1)
    assert running_period(date(2027, 1, 5)) == date(2026, 12, 1)


def test_closed_periods_thirteen_before_it_oldest_first() -> None:
    found = closed_periods(date(2026, 11, 1))
    assert (len(found), found[0], found[-1]) == (13, date(2025, 10, 1), date(2026, 10, 1))
