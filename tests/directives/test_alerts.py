"""Alerts of undertakings: the policy's days, who is told why and why not, the superior, the list by reach."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from directives.models import DocumentTask, Undertaking
from directives.services import undertaking_reminders, undertakings
from foundation.audit.models import AuditEvent
from foundation.notifications import looking, why
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.notifications.policies import load_policies
from reports.selectors.worklist import worklist_of
from tests.cast import Cast
from tests.directives.conftest import SignIn
from tests.directives.test_undertakings import DUE, done, promise, task

__all__ = ["task"]
pytestmark = pytest.mark.django_db
AFTER = DUE + timedelta(days=3)


@pytest.fixture
def overdue(cast: Cast, task: DocumentTask) -> Undertaking:
    load_policies()
    row = promise(cast, task)
    undertaking_reminders.remind(ids=[row.pk], on=AFTER)
    return row


def alert() -> Alert:
    return Alert.objects.get(rule="undertaking.due")


def told() -> set[str]:
    return set(Notification.objects.filter(alert=alert()).values_list("user__username", flat=True))


def test_alert_says_rule_inputs_day_and_what_it_is_about(cast: Cast, overdue: Undertaking) -> None:
    row = alert()
    assert (row.code, row.due_on, row.computed_on, row.unit_path) == (overdue.code, DUE, AFTER, overdue.unit.path)
    assert row.policy is not None and row.policy.rule == "undertaking.due" and row.inputs["due_on"] == DUE.isoformat()
    assert told() == {cast.staff.username}


def test_nobody_acts_and_the_superior_hears_once_on_the_policy_s_day(cast: Cast, overdue: Undertaking) -> None:
    day = alert().escalate_on
    assert day is not None and day >= AFTER + timedelta(days=5)
    assert looking.to_escalate(on=day - timedelta(days=1)) == []
    assert looking.escalate(ids=looking.to_escalate(on=day), on=day) == 1
    assert told() == {cast.staff.username, cast.head.username}
    assert looking.escalate(ids=[alert().pk], on=day) == 0 and looking.to_escalate(on=day) == []
    line = Notification.objects.get(user=cast.head, alert=alert())
    assert line.told_as == "superior" and AuditEvent.objects.filter(name="alert.escalated").count() == 1
    later = alert().escalate_on
    assert later is not None and looking.escalate(ids=[alert().pk], on=later) >= 1
    assert cast.chair.username in told(), "then the next one above"


def test_done_it_stops_for_the_superior_too(cast: Cast, overdue: Undertaking) -> None:
    day = alert().escalate_on
    assert day is not None
    looking.escalate(ids=[alert().pk], on=day)
    undertakings.accept(undertaking=done(overdue, cast.staff), by=cast.officer)
    assert alert().ended_at is not None
    assert not Notification.objects.filter(alert=alert(), handled_at=None).exists()
    assert looking.to_escalate(on=date(2030, 1, 1)) == []


def test_deadline_that_moved_ends_the_old_alert(cast: Cast, overdue: Undertaking) -> None:
    Undertaking.objects.filter(pk=overdue.pk).update(due_on=DUE + timedelta(days=60))
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=AFTER) == 1
    assert alert().ending == "gone"


def test_policy_sets_the_days_before(cast: Cast, task: DocumentTask) -> None:
    load_policies()
    promise(cast, task)
    far = DUE - timedelta(days=25)
    assert not undertaking_reminders.to_remind(on=far).exists()
    AlertPolicy.objects.filter(rule="undertaking.due").update(valid_to=far - timedelta(days=1))
    row = AlertPolicy.objects.get(rule="undertaking.due")
    row.pk, row.valid_from, row.valid_to, row.offsets = None, far, None, [20]
    row.save()
    assert undertaking_reminders.to_remind(on=far).exists()


def test_why_and_why_not(cast: Cast, overdue: Undertaking) -> None:
    row = alert()
    line = Notification.objects.get(user=cast.staff, alert=row)
    assert len(why.why_told(line)) == 2
    with override("en"):
        said = " ".join(why.why_not(row, username=cast.head.username, reader=cast.officer))
        unknown = why.why_not(row, username="nobody", reader=cast.officer)
    assert "23/11/2026" in said and "was not among" in said
    assert len(unknown) == 1


def test_alert_stands_on_the_worklist_until_it_ends(cast: Cast, overdue: Undertaking) -> None:
    url = f"/undertakings/{overdue.code}/"
    assert [line.due for line in worklist_of(cast.staff, on=AFTER).lines if line.url == url] == [DUE]
    undertakings.accept(undertaking=done(overdue, cast.staff), by=cast.officer)
    assert not [line for line in worklist_of(cast.staff, on=AFTER).lines if line.url == url]


def test_list_and_page_show_only_units_within_reach_and_no_confined_matter(
    cast: Cast, overdue: Undertaking, as_user: SignIn
) -> None:
    hidden = Alert.objects.create(key="case:1:review", rule="case.review", thing="case", thing_id=1, computed_on=AFTER)
    one = reverse("notifications:alert", args=[alert().pk])
    for name, status in (("officer", 200), ("head", 200), ("other_head", 404)):
        assert as_user(name).get(one).status_code == status, name
    assert as_user("officer").get(reverse("notifications:alert", args=[hidden.pk])).status_code == 404
    page = as_user("officer").get(reverse("notifications:alerts")).content.decode()
    assert overdue.code in page and "case.review" not in page
    assert as_user("staff").get(reverse("notifications:alerts")).status_code == 403
    asked = as_user("head").get(one, {"who": cast.chair.username}).content.decode()
    assert "23/11/2026" in asked
    api = as_user("head").get("/api/v1/alerts/", {"code": overdue.code}).json()["results"]
    assert [row["key"] for row in api] == [alert().key]
    assert as_user("other_head").get("/api/v1/alerts/").json()["results"] == []
    assert as_user("head").get(f"/api/v1/alerts/{alert().pk}/why-not/", {"who": "x"}).json()["sentences"]
    assert as_user("staff").get("/api/v1/alerts/policies/").status_code == 200
    assert (
        as_user("head").get(reverse("notifications:why_none"), {"thing": "undertaking", "code": "x"}).status_code == 200
    )
    assert as_user("staff").get(reverse("notifications:policies")).status_code == 200


def test_list_costs_the_same_queries_with_1_and_3_rows(
    cast: Cast, overdue: Undertaking, as_user: SignIn, django_assert_max_num_queries
) -> None:
    client, counts = as_user("officer"), []
    for _ in range(2):
        with django_assert_max_num_queries(20) as captured:
            client.get(reverse("notifications:alerts"))
        counts.append(len(captured))
        for number in (1, 2):
            Alert.objects.create(
                key=f"undertaking:{number}:after:x", rule="undertaking.due", thing="undertaking", confined=False,
                policy=alert().policy if not Alert.objects.filter(key__endswith=":x").exists() else None,
                waits=True, computed_on=AFTER,
            ) if not Alert.objects.filter(key=f"undertaking:{number}:after:x").exists() else None  # fmt: skip
    assert counts[0] == counts[1]
