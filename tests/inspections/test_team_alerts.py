"""A team whose decision ends soon: its leaders hear on the days of the policy, nobody else, and no unit is named."""

from datetime import date, timedelta

import pytest

from foundation.notifications import looking
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from inspections.enums import TeamState
from inspections.models import Team
from inspections.services.team_alerts import night
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
ENDS = date(2026, 12, 31)


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    row = Team.objects.create(
        number="15/QĐ-UBND", title="Đoàn", decided_on=date(2026, 1, 5), signed_by="Chủ tịch",
        unit=cast.units["committee"], scope=cast.units["city"],
        valid_from=date(2026, 1, 5), valid_to=ENDS, created_by=cast.officer,
    )  # fmt: skip
    Team.objects.filter(pk=row.pk).update(state=TeamState.IN_FORCE, leader_ids=[cast.head.pk])
    return row


def test_leaders_hear_thirty_and_seven_days_before(cast: Cast, team: Team) -> None:
    assert night(ENDS - timedelta(days=31)) == 0
    assert [night(ENDS - timedelta(days=days)) for days in (30, 29, 7, 7, 0)] == [1, 0, 1, 0, 0]
    assert set(Notification.objects.values_list("user__username", flat=True)) == {cast.head.username}
    assert list(Alert.objects.order_by("pk").values_list("ending", "confined")) == [("replaced", True), ("", True)]
    told = " ".join(f"{row.title} {row.body} {row.params}" for row in Notification.objects.all())
    assert cast.units["city"].name not in told and cast.units["ward"].name not in told


def test_team_that_was_ended_is_told_no_more(cast: Cast, team: Team) -> None:
    night(ENDS - timedelta(days=7))
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=ENDS) == 0
    Team.objects.filter(pk=team.pk).update(state=TeamState.ENDED)
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=ENDS) == 1
    assert night(ENDS - timedelta(days=6)) == 0
