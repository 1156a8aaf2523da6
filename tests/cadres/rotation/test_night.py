"""The night of rotation: cases follow their clocks, twice and in parallel, and what runs out returns by itself."""

from datetime import date
from typing import Any

import pytest

from cadres.holds import Hold
from cadres.models import Person, Posting, RotationCase, RotationRelief
from cadres.services.rotation_night import rotation_night
from foundation.audit.record import recorded
from foundation.notifications.models import Alert, Notification
from tests.cadres.rotation.conftest import long_held
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import run_in_parallel, run_twice

NIGHT = {"on": "2026-11-16", "late": False}
ON = date(2026, 11, 16)


def states() -> dict[tuple[str, str], str]:
    rows = RotationCase.objects.values_list("person__code", "rule_code", "state")
    return {(person, rule): state for person, rule, state in rows}


@pytest.mark.django_db
def test_cases_follow_their_clocks_and_end_with_them(cast: Cast, held: list[Hold]) -> None:
    code = cast.people["staff"].code
    long_held(cast, since=date(2021, 12, 1), field="accounting")
    rotation_night(on=date(2025, 11, 30))
    assert states() == {}, "the first alert is a year before"
    rotation_night(on=date(2025, 12, 1))
    assert states() == {(code, "ND59"): "approaching"}
    rotation_night(on=date(2026, 11, 30))
    assert states()[code, "ND59"] == "approaching"
    rotation_night(on=date(2026, 12, 1))
    assert states()[code, "ND59"] == "due"
    held.append(Hold(cast.people["staff"].pk, "discipline:7", "discipline", date(2026, 12, 2)))
    rotation_night(on=date(2026, 12, 2))
    assert states()[code, "ND59"] == "deferred"
    held.clear()
    rotation_night(on=date(2026, 12, 3))
    assert states()[code, "ND59"] == "due" and RotationRelief.objects.get().state == "ended"
    with recorded(by=None, source="test"):
        Person.objects.filter(code=code).update(birth_date=date(1966, 6, 1), sex="M")
    assert rotation_night(on=date(2026, 12, 4)).exemptions == 1
    assert rotation_night(on=date(2026, 12, 5)).exemptions == 0, "proposed once"
    with recorded(by=None, source="test"):
        Posting.objects.filter(person__code=code).update(valid_to=date(2026, 12, 5))
    rotation_night(on=date(2026, 12, 6))
    assert states()[code, "ND59"] == "cancelled"


def _due() -> Cast:
    cast = build_cast()
    for key in ("staff", "staff2", "other_staff"):
        long_held(cast, key)
    return cast


def _once() -> None:
    assert RotationCase.objects.filter(state="due").count() == 6, "two rules for each of three people"
    stands = Alert.objects.filter(thing="rotation", ended_at=None).exclude(series="")
    assert stands.count() == 3, "each of the three is told of once, by the rule whose day comes first"
    keys = list(Notification.objects.filter(kind="rotation").values_list("user_id", "dedupe"))
    assert len(keys) == len(set(keys))


def test_twice(committed_db: Any) -> None:
    _due()
    run_twice("cadres.rotation_night", NIGHT)
    _once()


def test_in_parallel(committed_db: Any) -> None:
    _due()
    run_in_parallel("cadres.rotation_night", NIGHT)
    _once()
