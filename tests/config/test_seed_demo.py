"""The demo as it lies in the database: whole, with its trail, and unchanged by a second run."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.models import Count

from accounts.models import User
from cadres.models import RotationCase
from config.demo.accounts import NAMED, listed
from config.demo.seed import seed_demo
from config.inventory import inventory
from directives.models import Undertaking
from evaluations.enums import EvaluationState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.rules.scoring import score
from evaluations.rules.stored import lines_from_json
from evaluations.selectors.frameworks import spec_of
from tests.worlds import world_of, worlds

TODAY = date(2026, 11, 24)


def seed() -> None:
    seed_demo(today=TODAY, seed=2026, say=lambda text: None, writers=1, closed_months=1)


class City:
    """The demo stands in the database."""


@world_of(City, "demo")
def _filled() -> City:
    seed()
    return City()


@pytest.fixture
def city(db: Any) -> City:
    """In a database of its own: one that thousands of tests used and left empty misleads the planner."""
    return worlds.copy() or _filled()


def test_seed_demo_fills_a_city_and_a_second_run_changes_nothing(city: City) -> None:
    found = inventory()
    assert found["people"] > 1_100 and found["cycles"] == 2 and found["assignments"] > 5_000
    assert found["cases"] == 8
    assert found["undertakings"] > 50 and found["functions"] > 10 and found["commendations"] == 6
    states = set(Undertaking.objects.values_list("state", flat=True))
    assert states == {"planned", "reported", "accepted"} and found["regulations"] > 20
    states = set(RotationCase.objects.values_list("state", flat=True))
    assert states >= {"approaching", "due", "deferred", "planned"}, "nothing is announced before its plan's own day"
    User.objects.filter(username="dh2").update(username="another.name")  # the person keeps the one account
    seed()
    assert inventory() == found
    User.objects.filter(username="another.name").update(username="dh2")
    _closed_month_is_whole()
    _totals_replay()
    _every_role_can_sign_in()
    _trail_is_there()


def _closed_month_is_whole() -> None:
    """Everybody with somebody above is published, with a grade; A stays within the quota of each unit."""
    closed = Cycle.objects.get(state="CLOSED")
    states = dict(closed.evaluations.values_list("state").annotate(n=Count("id")))
    assert set(states) == {EvaluationState.PUBLISHED, EvaluationState.EXPIRED}
    assert states[EvaluationState.EXPIRED] < 10
    for month in UnitCycle.objects.filter(cycle=closed, state="PUBLISHED"):
        holders = month.evaluations.filter(grade="A", person__isnull=False).exclude(position_kind="unit_head").count()
        assert month.quota and holders <= month.quota[0]["limit"], month


def _totals_replay() -> None:
    """The stored total is what the rules make of the stored lines."""
    for sheet in Evaluation.objects.filter(state="PUBLISHED").select_related("cycle__framework")[:200]:
        card = spec_of(sheet.cycle.framework).card(sheet.subject_group)
        assert score(card, lines_from_json(sheet.scores["superior"])).total == sheet.total


def _every_role_can_sign_in() -> None:
    accounts = listed()
    assert {account["username"] for account in accounts} == set(NAMED)
    assert {account["role"] for account in accounts} == {"SA", "OC", "LD", "DH", "HR", "TL", "TM", "CA", "AU"}
    user = User.objects.get(username="dh")
    assert check_password(accounts[0]["password"], user.password)


def _trail_is_there() -> None:
    """Each sheet has its insert and one image for every step."""
    sheet = Evaluation.objects.filter(state="PUBLISHED", person__isnull=False).first()
    assert sheet is not None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_event', 'SELECT')")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT count(*) FROM audit_event WHERE table_name = 'evaluations_evaluation' AND row_key = %s",
            [str(sheet.pk)],
        )
        assert cursor.fetchone()[0] == sheet.row_version


def test_seed_demo_in_production_is_refused(settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    for command in ("seed_demo", "demo_accounts"):
        with pytest.raises(CommandError):
            call_command(command)
