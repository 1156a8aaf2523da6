"""Lines of alerts follow the role: gone at once from who lost it, with who holds it now after the night."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.services.grants import end, grant_at_setup
from cadres.enums_rotation import RotationState
from cadres.models import RotationCase
from cadres.services.rotation_alert_night import raise_for
from cadres.services.rotation_plan import propose_item
from foundation.audit.models import AuditEvent
from foundation.notifications import digest, looking, selectors
from foundation.notifications.enums import DigestState
from foundation.notifications.models import Alert, Digest, Notification
from foundation.notifications.policies import load_policies
from foundation.notifications.selectors import SHOWS
from reports.selectors.worklist import worklist_of
from tests.cadres.rotation.conftest import TODAY, case_of
from tests.cadres.rotation.waiting import cases
from tests.cast import SINCE, Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 1)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def told(case: RotationCase) -> RotationCase:
    load_policies()
    raise_for([RotationCase.objects.select_related("person", "rule", "unit").get(pk=case.pk)], on=TODAY)
    return case


def leaves(user: User, role: Role) -> None:
    for grant in RoleGrant.objects.filter(user=user, role=role, state="active"):
        end(grant=grant, on=TODAY, reason="Điều động", by=None)


def holders_of_lines() -> set[str]:
    return set(Notification.objects.filter(handled_at=None).values_list("user__username", flat=True))


def night() -> None:
    looking.look_at(ids=looking.waiting_ids(), on=TODAY)


def test_who_lost_the_role_reads_no_line_of_it_from_the_next_request_on(cast: Cast) -> None:
    case = told(cases(cast.people["staff"], cast.units["ward"], [DUE], state=RotationState.DUE)[0])
    name = cast.people["staff"].full_name
    User.objects.filter(pk=cast.head.pk).update(email="head@example.org")
    head = fresh(cast.head)
    line = Notification.objects.get(user=head)
    assert selectors.unread_of(head) == 1 and any(case.code in row.text for row in worklist_of(head, on=TODAY).lines)
    digest.record_digests(user_ids=[head.pk], day=TODAY)
    leaves(head, Role.DEPARTMENT_HEAD)
    head = fresh(head)
    assert [selectors.shown(user=head, show=show, thing="", on=TODAY).count() for show in SHOWS] == [0] * len(SHOWS)
    assert selectors.unread_of(head) == 0 and selectors.things_of(user=head, on=TODAY) == []
    assert not any(case.code in row.text for row in worklist_of(head, on=TODAY).lines)
    assert not digest.send_recorded(digest_id=Digest.objects.get(user=head).pk) and not mail.outbox
    page = signed_in(head, client=Client())
    assert page.get(f"/inbox/{line.pk}/").status_code == 404
    assert page.post(f"/inbox/{line.pk}/snooze/", {"until": "2026-12-20", "note": "x"}).status_code == 404
    assert name not in page.get("/inbox/?show=all").content.decode()
    assert page.get("/api/v1/notifications/").json()["results"] == []
    assert Digest.objects.get(user=head).state == DigestState.SENT, "nothing of it waits to be sent"


def test_the_night_brings_the_line_to_who_holds_the_role_now_and_back_again(cast: Cast) -> None:
    case = told(cases(cast.people["staff"], cast.units["ward"], [DUE], state=RotationState.DUE)[0])
    before = holders_of_lines()
    assert cast.head.username in before
    night()
    assert holders_of_lines() == before, "nobody moved: nothing changes"
    leaves(cast.head, Role.DEPARTMENT_HEAD)
    grant_at_setup(user=cast.users["clerk"], role=Role.DEPARTMENT_HEAD, unit=cast.units["ward"], valid_from=SINCE)
    night()
    assert holders_of_lines() == before - {cast.head.username} | {"clerk"}
    line = Notification.objects.get(user=cast.users["clerk"])
    assert line.told_as == "head" and case.code in line.url and Alert.objects.get().ended_at is None
    assert AuditEvent.objects.filter(name="alert.followed_the_role").count() == 1
    leaves(cast.users["clerk"], Role.DEPARTMENT_HEAD)
    grant_at_setup(user=cast.head, role=Role.DEPARTMENT_HEAD, unit=cast.units["ward"], valid_from=SINCE)
    night()
    night()
    assert holders_of_lines() == before and Notification.objects.filter(user=cast.head).count() == 1
    assert selectors.unread_of(fresh(cast.head)) == 1


def test_an_act_that_waits_goes_to_the_new_holder_and_a_superior_keeps_what_was_carried_up(cast: Cast) -> None:
    case = case_of(cast)
    load_policies()
    item = propose_item(
        case=case, destination=cast.units["office"], position=case.posting.position, move_on=TODAY, reason="x",
        legal_basis="NĐ 59", hand_over_to=cast.people["staff2"], today=TODAY, by=cast.division_head,
    )  # fmt: skip
    sign = Alert.objects.get(rule="rotation.signature")
    assert holders_of_lines() == {cast.head.username}
    Alert.objects.filter(pk=sign.pk).update(escalate_on=TODAY)
    looking.escalate(ids=[sign.pk], on=TODAY)
    above = holders_of_lines() - {cast.head.username}
    leaves(cast.head, Role.DEPARTMENT_HEAD)
    grant_at_setup(user=cast.users["deputy"], role=Role.DEPARTMENT_HEAD, unit=cast.units["ward"], valid_from=SINCE)
    night()
    assert above and holders_of_lines() == {"deputy"} | above
    assert item.proposed_by == cast.division_head, "and who proposed it is never among them"


def test_looking_at_lines_costs_the_same_with_one_and_three_alerts(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    made = cases(cast.people["staff"], cast.units["ward"], [DUE] * 3, state=RotationState.DUE)
    for one in made:
        told(one)
    ids = looking.waiting_ids()
    assert len(ids) == 3
    with django_assert_max_num_queries(25) as first:  # type: ignore[operator]
        looking.follow_roles(ids=ids[:1], on=TODAY)
    with django_assert_max_num_queries(len(first)):  # type: ignore[operator]
        looking.follow_roles(ids=ids, on=TODAY)
