"""Alerts: one a matter, steps replace each other, why one was raised is never rewritten, a confined one stays so."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.notifications import sources
from foundation.notifications.enums import Ending, ToldAs
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.notifications.notify import mark_handled, notify
from foundation.notifications.policies import load_policies, policies_on
from foundation.notifications.raising import CHUNK, New, Told, raise_alerts
from foundation.notifications.sources import Source

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
STANDING: set[int] = set()


def stands(alerts: Sequence[Alert], on: date) -> Collection[int]:
    return [alert.pk for alert in alerts if alert.thing_id in STANDING]


@pytest.fixture(autouse=True)
def bridge() -> Iterator[None]:
    """A kind of thing of its own: occasions "due" ask for an act, everything else is news."""
    STANDING.clear()
    STANDING.update(range(1, 1000))
    sources.register(Source("bridge", "Bridges", rules={"due:*": "bridge.due"}, confined=False, standing=stands))
    yield
    sources._sources.pop("bridge")


def due(number: int, *people: User, step: int = 1, path: str = "1.") -> New:
    return New(
        key=f"bridge:{number}:due:{step}", kind="bridge", told=tuple(Told(one.pk, ToldAs.HEAD) for one in people),
        title="Bridge is due", series=f"bridge:{number}", step=step, code=f"B{number}", unit_path=path,
        due_on=DAY, inputs={"due_on": DAY.isoformat()},
    )  # fmt: skip


def test_same_alert_raised_again_is_one_row_and_one_line_a_person(lan: User, minh: User) -> None:
    assert raise_alerts([due(1, lan, minh)], on=DAY) == 1
    assert raise_alerts([due(1, lan, minh)], on=DAY) == 0
    alert = Alert.objects.get()
    assert (alert.thing, alert.thing_id, alert.rule, alert.waits, alert.computed_on) == (
        "bridge",
        1,
        "bridge.due",
        True,
        DAY,
    )
    assert sorted(alert.lines.values_list("user_id", "told_as")) == sorted([(lan.pk, "head"), (minh.pk, "head")])


def test_later_step_ends_the_earlier_one_and_no_earlier_one_comes_after_it(lan: User) -> None:
    raise_alerts([due(1, lan, step=1)], on=DAY)
    raise_alerts([due(1, lan, step=3)], on=DAY)
    assert raise_alerts([due(1, lan, step=2)], on=DAY) == 0, "the clock was set back"
    first, third = Alert.objects.order_by("step")
    assert (first.ending, third.ending) == (Ending.REPLACED, "")
    assert list(Notification.objects.filter(handled_at=None).values_list("dedupe", flat=True)) == ["bridge:1:due:3"]


def test_two_steps_of_one_series_with_one_number_are_refused_by_the_database(lan: User) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    twin = Alert.objects.get()
    twin.pk, twin.key = None, "bridge:1:other"
    with pytest.raises(IntegrityError, match="alert_step_once_a_series"), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("changes", [{"inputs": {}}, {"computed_on": date(2020, 1, 1)}, {"key": "x:1"}])
def test_why_it_was_raised_is_never_rewritten(lan: User, changes: dict[str, object]) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        Alert.objects.update(**changes)


def test_ended_alert_stays_as_it_ended(lan: User, minh: User) -> None:
    raise_alerts([due(1, lan, minh)], on=DAY)
    assert mark_handled(dedupe_prefix="bridge:1", by=lan) == 2
    alert = Alert.objects.get()
    assert (alert.ending, alert.ended_by) == (Ending.SETTLED, lan)
    assert not Notification.objects.filter(handled_at=None).exists()
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        Alert.objects.update(end_note="otherwise")
    with pytest.raises(DatabaseError), transaction.atomic():
        Alert.objects.all().delete()


def test_news_asks_for_nothing_and_an_unknown_kind_is_confined(lan: User) -> None:
    notify(user_id=lan.pk, kind="bridge", dedupe="bridge:1:painted", title="Painted", unit_path="1.")
    notify(user_id=lan.pk, kind="x", dedupe="secret:1", title="Secret", unit_path="1.", ends_when="Ends")
    news, secret = Alert.objects.order_by("pk")
    assert (news.waits, news.confined, news.unit_path) == (False, False, "1.")
    assert (secret.waits, secret.confined, secret.unit_path) == (True, True, "")


def test_alert_is_signed_in_the_trail_by_who_acts_else_by_the_system(lan: User) -> None:
    notify(user_id=lan.pk, kind="bridge", dedupe="bridge:1:painted", title="Painted")
    key = str(Alert.objects.get().pk)
    event = AuditEvent.objects.filter(table_name="notifications_alert", row_key=key).latest("pk")
    assert (event.kind, event.operation, event.actor, event.outside_app) == ("row", "I", "system", False)


def test_batch_is_at_most_500(lan: User) -> None:
    with pytest.raises(ValueError, match="At most 500"):
        raise_alerts([due(number, lan) for number in range(CHUNK + 1)], on=DAY)


def test_batch_costs_the_same_queries_with_1_and_200_alerts(lan: User, django_assert_num_queries) -> None:
    load_policies()
    policies = policies_on(DAY)
    with django_assert_num_queries(13):
        raise_alerts([due(1, lan)], on=DAY, policies=policies)
    with django_assert_num_queries(13):
        raise_alerts([due(number, lan) for number in range(2, 202)], on=DAY, policies=policies)


def test_policies_are_dated_rows_that_are_loaded_once_and_never_edited() -> None:
    made = load_policies()
    assert made > 10 and load_policies() == 0
    assert not AlertPolicy.objects.filter(verified=True).exists(), "none is confirmed by the customer yet"
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        AlertPolicy.objects.filter(rule="case").update(escalate_after=1)
    row = AlertPolicy.objects.get(rule="case")
    row.pk, row.valid_from = None, date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="alert_policy_one_a_day"), transaction.atomic():
        row.save()
    AlertPolicy.objects.filter(rule="case").update(valid_to=date(2025, 12, 31))
    row.escalate_after = 3
    row.save()
    assert policies_on(date(2025, 12, 31)).of("case.review").escalate_after == 10  # type: ignore[union-attr]
    assert policies_on(date(2026, 1, 1)).of("case.review").escalate_after == 3  # type: ignore[union-attr]
