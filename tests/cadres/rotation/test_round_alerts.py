"""A drafted round waits for whoever may approve it: the nearest first, never its author, until it is decided."""

from datetime import timedelta
from typing import Any

import pytest

from cadres.models import RotationRound
from cadres.services.rotation_round_alerts import explain, night
from cadres.services.rotation_rounds import approve, cancel_round, draw_up
from foundation.audit.record import recorded
from foundation.notifications import looking
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.workflow.errors import Forbidden
from tests.cadres.rotation.conftest import TODAY
from tests.cast import Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db


def drawn_up(cast: Cast, by: str, unit: str = "ward") -> RotationRound:
    load_policies()
    return draw_up(
        unit=cast.units[unit], title="Kế hoạch năm", purpose="Chỉ thị 24", begins_on=TODAY,
        ends_on=TODAY + timedelta(days=300), by=cast.users[by],
    )  # fmt: skip


def waits_for(row: RotationRound) -> set[str]:
    lines = Notification.objects.filter(alert__key=f"rotation_round:{row.pk}:approve", handled_at=None)
    return set(lines.values_list("user__username", flat=True))


def test_told_to_the_nearest_who_may_approve_never_to_the_author(cast: Cast) -> None:
    assert waits_for(drawn_up(cast, "personnel")) == {cast.head.username}
    row = drawn_up(cast, "head")
    assert waits_for(row) == {cast.chair.username}, "the author is the head: the head above"
    with pytest.raises(Forbidden):
        approve(round=row, document_number="1/KH", on=TODAY, today=TODAY, by=cast.head)
    assert waits_for(row), "a refused try ends nothing"
    alert = Alert.objects.get(thing_id=row.pk, thing="rotation_round")
    assert (alert.rule, alert.code, alert.due_on, alert.waits) == ("rotation.round", row.code, TODAY, True)
    home = signed_in(cast.chair).get("/").content.decode()
    assert f"/rotation/rounds/{row.code}/" in home.split('id="worklist"')[1].split("</section>")[0]
    assert f"/rotation/rounds/{row.code}/" not in signed_in(cast.head).get("/").content.decode()


@pytest.mark.parametrize("step", ["approve", "cancel"])
def test_decided_or_given_up_it_stops_everywhere(cast: Cast, step: str) -> None:
    row = drawn_up(cast, "personnel")
    assert any(cast.head.full_name in text for text in explain(cast.officer, row.code, TODAY))
    if step == "approve":
        approve(round=row, document_number="1/KH", on=TODAY, today=TODAY, by=cast.head)
    else:
        cancel_round(round=row, reason="Lập lại", by=cast.officer)
    assert waits_for(row) == set() and Alert.objects.get(thing_id=row.pk).ending == "settled"
    assert len(explain(cast.officer, row.code, TODAY)) == 1
    assert "DLC-0" in explain(cast.officer, "DLC-0", TODAY)[0]


def test_nobody_acts_and_it_goes_up_past_the_author_step_by_step(cast: Cast) -> None:
    row = drawn_up(cast, "head")
    late = TODAY + timedelta(days=40)
    assert looking.escalate(ids=looking.to_escalate(on=late), on=late) > 0
    told = waits_for(row)
    assert {cast.chair.username, cast.officer.username, cast.officer2.username} <= told
    assert cast.head.username not in told
    assert looking.escalate(ids=looking.to_escalate(on=late + timedelta(days=40)), on=late + timedelta(days=40)) == 0
    assert cast.head.username not in waits_for(row)


def test_night_raises_what_was_drawn_up_before_and_ends_what_lost_its_ground(cast: Cast) -> None:
    load_policies()
    with recorded(by=None, source="test"):
        given: dict[str, Any] = {"title": "x", "purpose": "x", "begins_on": TODAY, "ends_on": TODAY}
        row = RotationRound.objects.create(code="DLC-2026-900", unit=cast.units["ward"], proposed_by=cast.head, **given)
    assert night(TODAY) == 1 and night(TODAY) == 0 and waits_for(row) == {cast.chair.username}
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=TODAY) == 0
    with recorded(by=None, source="test"):
        RotationRound.objects.filter(pk=row.pk).update(state="cancelled")
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=TODAY) == 1
