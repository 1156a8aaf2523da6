"""A proposed role waits in the inbox of whoever may decide on it, never of proposer or receiver."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import GrantState, Role
from accounts.models import RoleGrant
from accounts.services import grants
from accounts.services.grant_alerts import night
from accounts.services.grant_moves import hand_over_grants
from foundation.audit.record import recorded
from foundation.notifications import looking
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.notifications.why import facts, why_told
from foundation.web.clock import local_date
from foundation.workflow.errors import Refused
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
TODAY = local_date()


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    return build_cast()


def propose(cast: Cast, **changes: Any) -> RoleGrant:
    given: dict[str, Any] = {
        "user": cast.clerk, "role": Role.PERSONNEL, "unit": cast.units["ward"], "valid_from": TODAY, "valid_to": None,
        "reason": "Phân công phụ trách tổ chức cán bộ", "by": cast.officer,
    }  # fmt: skip
    return grants.propose(**{**given, **changes})


def waits_for(grant: RoleGrant) -> set[str]:
    lines = Notification.objects.filter(alert__key=f"grant:{grant.pk}:waits", handled_at=None)
    return set(lines.values_list("user__username", flat=True))


def test_told_to_who_may_decide_never_to_proposer_or_receiver(cast: Cast) -> None:
    grant = propose(cast)
    assert waits_for(grant) == {cast.officer2.username, cast.admin.username}
    assert waits_for(propose(cast, user=cast.officer2, role=Role.TEAM_LEAD, unit=None)) == {cast.admin.username}
    by_personnel = propose(cast, user=cast.staff, by=cast.personnel)
    assert waits_for(by_personnel) == {cast.officer.username, cast.officer2.username, cast.admin.username}
    alert = Alert.objects.get(thing_id=grant.pk)
    assert (alert.rule, alert.confined, alert.waits, alert.due_on) == ("grant.approval", True, True, TODAY)
    assert cast.clerk.full_name not in str(alert.inputs) + alert.key + alert.code
    line = Notification.objects.select_related("alert__policy").get(alert=alert, user=cast.admin)
    assert cast.clerk.full_name in line.title_text and why_told(line)
    assert {fact.name for fact in facts(alert)} and "msgid" not in str([fact.value for fact in facts(alert)])


@pytest.mark.parametrize("step", ["execute", "refuse"])
def test_decided_it_stops_for_everybody_with_who_decided(cast: Cast, step: str) -> None:
    grant = propose(cast)
    with pytest.raises(Refused):
        grants.execute(grant=grant, by=cast.officer)
    assert waits_for(grant), "a refused try ends nothing"
    if step == "execute":
        grants.execute(grant=grant, by=cast.officer2)
    else:
        grants.refuse(grant=grant, reason="Chưa cần", by=cast.officer)  # withdrawn by who proposed it
    alert = Alert.objects.get(thing_id=grant.pk)
    assert waits_for(grant) == set() and alert.ending == "settled"
    assert alert.ended_by == (cast.officer2 if step == "execute" else cast.officer)


def test_line_of_the_home_page_stands_once_and_the_inbox_leads_to_the_page(cast: Cast) -> None:
    grant = propose(cast)
    client = signed_in(cast.officer2)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    home = client.get("/").content.decode().split('id="worklist"')[1].split("</section>")[0]
    assert home.count(cast.clerk.full_name) == 1
    inbox = client.get(reverse("notifications:inbox")).content.decode()
    assert "waits for a second person" in inbox and client.get("/accounts/roles/").status_code == 200
    line = Notification.objects.get(user=cast.officer2, alert__thing_id=grant.pk)
    assert line.url == "/accounts/roles/"


def test_night_tells_of_what_waits_once_and_ends_what_does_not(cast: Cast, django_assert_max_num_queries: Any) -> None:
    with recorded(by=cast.officer, source="test"):
        rows = RoleGrant.objects.bulk_create(
            RoleGrant(user=cast.clerk, role=Role.TEAM_MEMBER, valid_from=TODAY, proposed_by=cast.officer)
            for _number in range(4)
        )
    assert night(TODAY) == 4 and night(TODAY) == 0
    assert all(waits_for(row) == {cast.officer2.username, cast.admin.username} for row in rows)
    with django_assert_max_num_queries(40):
        night(TODAY)
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=TODAY) == 0
    with recorded(by=None, source="test"):
        RoleGrant.objects.filter(pk=rows[0].pk).update(state=GrantState.REFUSED)
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=TODAY) == 1
    assert waits_for(rows[0]) == set() and waits_for(rows[1])


def test_roles_carried_to_a_successor_are_told_of_too(cast: Cast) -> None:
    old = RoleGrant.objects.select_related("user", "unit").filter(user=cast.personnel).get()
    made = hand_over_grants(
        grants=[old], successors={old.unit_id or 0: cast.units["other"]}, on=TODAY, last_day=date(2026, 1, 1),
        reason="Sáp nhập", by=cast.officer,
    )  # fmt: skip
    grant = RoleGrant.objects.get(user=cast.personnel, state=GrantState.PROPOSED)
    assert made == 1 and waits_for(grant) == {cast.officer2.username, cast.admin.username}
