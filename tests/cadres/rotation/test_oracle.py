"""M-33: ten thousand dates of the clocks against an independent reckoning."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from cadres.models import Person, Position, Posting, RotationRule
from cadres.selectors.rotation_clocks import clocks
from cadres.services.rotation_rules import load_rotation_rules
from foundation.audit.record import recorded
from organization.models import Unit, UnitSuccession
from tests.cadres.rotation.oracle import Oracle, Post, Way

pytestmark = pytest.mark.django_db
PEOPLE = 400
DAYS = (date(2021, 3, 31), date(2024, 8, 31), date(2025, 7, 1), date(2026, 2, 28), date(2026, 11, 29))
FIRST = date(2008, 1, 1)
ALL = ("cadre", "civil", "public")
WAYS: dict[str, Way] = {
    "a": Way(("division_head",), 96, gap_days=30),
    "b": Way(("division_head", "division_deputy"), 60, same_unit=False, gap_days=10),
    "c": Way(("staff",), 60, fields=("finance", "construction"), same_field=True, written_only=True),
    "d": Way(("unit_head", "unit_deputy"), 37, counted=("primary", "concurrent"), pause_secondment=True, gap_days=3),
    "e": Way(("staff",), 24, fields=("finance", "construction"), same_unit=False, same_field=True, gap_days=1),
}
SUCCESSIONS = [
    ("U0", "U5", date(2015, 5, 1)), ("U1", "U5", date(2015, 5, 1)), ("U5", "U6", date(2020, 1, 1)),
    ("U2", "U7", date(2025, 7, 1)), ("U3", "U7", date(2025, 7, 1)), ("U6", "U8", date(2020, 1, 1)),
]  # fmt: skip


def _rules() -> None:
    for code, way in WAYS.items():
        value: dict[str, Any] = {
            "kinds": list(way.titles), "employment": list(ALL), "max_months": way.months, "min_months": 12,
            "same_unit": way.same_unit, "same_field": way.same_field, "written_only": way.written_only,
            "count_acting": "acting" in way.counted, "gap_days": way.gap_days,
            "pause_secondment": way.pause_secondment, "catalogue": ["contact"] if way.fields else [],
        }  # fmt: skip
        words = {"title_vi": code, "title_en": code, "legal_basis": "thử"}
        RotationRule.objects.create(code=code, kind="limit", scope="x", value=value, valid_from=FIRST, **words)


def _units() -> dict[str, Unit]:
    made = {}
    for number in range(9):
        fields = {"kind": "department", "path": f"{number:06d}.", "search_key": f"so {number}"}
        made[f"U{number}"] = Unit.objects.create(code=f"U{number}", name=f"Sở {number}", **fields)
    for old, new, day in SUCCESSIONS:
        UnitSuccession.objects.create(predecessor=made[old], successor=made[new], effective_on=day, kind="merge")
    return made


def _positions() -> dict[tuple[str, str], Position]:
    made = {}
    for kind in ("staff", "division_head", "division_deputy", "unit_head", "unit_deputy"):
        for field in ("", "finance", "construction") if kind == "staff" else ("",):
            name = f"{kind} {field}".strip()
            made[kind, field] = Position.objects.create(name=name, search_key=name, kind=kind, sensitive_field=field)
    return made


def _story(dice: random.Random) -> list[Post]:
    """A career: main posts one after another with breaks, re-appointments, mergers, and posts beside them."""
    found: list[Post] = []
    day = FIRST + timedelta(days=dice.randrange(3000))
    unit, title, field = f"U{dice.randrange(9)}", dice.choice(("staff", "division_head", "unit_head")), "finance"
    while day < date(2026, 10, 1) and len(found) < 9:
        long = dice.choice((20, 200, 700, 1500, 1900, 4000))
        ends: date | None = day + timedelta(days=long)
        if ends is not None and (ends > date(2026, 11, 1) or dice.random() < 0.05):
            ends = None
        for old, _new, on in SUCCESSIONS:
            if old == unit and day < on and (ends is None or ends >= on) and dice.random() < 0.8:
                ends = on - timedelta(days=dice.choice((1, 1, 1, 6)))
        if ends is not None and ends < day:
            ends = day
        given = {"written": dice.random() < 0.6, "to_confirm": dice.random() < 0.1}
        found.append(Post(len(found), unit, "primary", title, field if title == "staff" else "", day, ends, **given))
        if dice.random() < 0.3:
            start = day + timedelta(days=dice.randrange(-300, 300))
            stop = start + timedelta(days=dice.randrange(900)) if dice.random() < 0.8 else None
            kind = dice.choice(("acting", "acting", "concurrent", "seconded"))
            beside = dice.choice(("division_head", "division_deputy", "unit_deputy", title))
            where = unit if dice.random() < 0.6 else f"U{dice.randrange(9)}"
            found.append(
                Post(len(found), where, kind, beside, field if beside == "staff" else "", start, stop, **given)
            )
        if ends is None:
            break
        day = ends + timedelta(days=dice.choice((1, 1, 1, 1, 2, 4, 11, 25, 45)))
        successors = [new for old, new, on in SUCCESSIONS if old == unit and abs((on - day).days) < 30]
        if successors and dice.random() < 0.8:
            unit = successors[0]
        elif dice.random() < 0.4:
            unit = f"U{dice.randrange(9)}"
        if dice.random() < 0.3:
            title = dice.choice(("staff", "division_head", "division_deputy", "unit_head", "unit_deputy"))
        if dice.random() < 0.3:
            field = dice.choice(("finance", "construction", ""))
    return found


def test_ten_thousand_dates_are_those_of_an_independent_reckoning() -> None:
    dice = random.Random(20261129)
    oracle = Oracle(SUCCESSIONS)
    with recorded(by=None, source="test"):
        load_rotation_rules(rules=[])
        _rules()
        units, positions = _units(), _positions()
        stories = [_story(dice) for _number in range(PEOPLE)]
        people = Person.objects.bulk_create(
            Person(code=f"P{n:05d}", full_name=f"P {n}", sort_key=f"{n:06d}", search_key="p", employment_kind="civil")
            for n in range(PEOPLE)
        )
        rows = [
            Posting(person=person, unit=units[post.unit], position=positions[post.title, post.field], kind=post.kind,
                    valid_from=post.begins, valid_to=post.ends, needs_confirmation=post.to_confirm,
                    decision_number="1/QĐ" if post.written else "")
            for person, story in zip(people, stories, strict=True)
            for post in story
        ]  # fmt: skip
        Posting.objects.bulk_create(rows)
    number_of = {}
    place = iter(rows)
    for person, story in zip(people, stories, strict=True):
        for post in story:
            number_of[next(place).pk] = (person.pk, post.number)
    code_of = {unit.pk: code for code, unit in units.items()}
    dates = 0
    for on in DAYS:
        found = {}
        for clock in clocks(on=on):
            way = WAYS[clock.code]
            key = (code_of[clock.unit_id] if way.same_unit else "", clock.field if way.same_field else "")
            assert (clock.person_id, clock.code, key) not in found, "one clock stands twice"
            found[clock.person_id, clock.code, key] = clock
        wanted = {
            (person.pk, code, key): answer
            for person, story in zip(people, stories, strict=True)
            for code, way in WAYS.items()
            for key, answer in oracle.clocks(way, story, on).items()
        }
        assert found.keys() == wanted.keys(), on
        for where, answer in wanted.items():
            clock = found[where]
            flags = {"successor": clock.by_successor, "unwritten": clock.by_unwritten, "to_confirm": clock.to_confirm}
            assert (clock.start_on, clock.due_on) == (answer.start, answer.due), (on, where)
            assert (clock.acting_days, clock.paused_days) == (answer.acting, answer.paused), (on, where)
            assert {name for name, stands in flags.items() if stands} == answer.flagged, (on, where)
            assert {number_of[pk] for pk in clock.segments} == {(where[0], n) for n in answer.posts}, (on, where)
            dates += 4 + len(answer.posts)
    assert dates >= 10_000, dates
