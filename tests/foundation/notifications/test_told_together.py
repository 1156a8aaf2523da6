"""What a job tells together: all of it once, nothing of a body that failed, and in few questions to the database."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.notifications.notify import notify, notify_many, told_together
from foundation.outbox.models import Job
from tests.foundation.notifications.test_alerts import bridge

__all__ = ["bridge"]
pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def tell(number: int, *people: User, on: date = DAY) -> None:
    notify_many(
        user_ids=[one.pk for one in people], kind="bridge", dedupe=f"bridge:{number}:due:1", title="Bridge", on=on
    )


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("dedupe").values_list("dedupe", flat=True))


@pytest.fixture
def urgent() -> None:
    """An alert of a bridge asks for an urgent mail: a job beside its rows."""
    AlertPolicy.objects.create(
        rule="bridge", title_vi="Cầu", title_en="Bridge", urgent=True, legal_basis="x", valid_from=date(2020, 1, 1)
    )


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a body told more than one raising takes."""
    monkeypatch.setattr("foundation.notifications.notify.CHUNK", 2)


@pytest.mark.usefixtures("urgent", "small_chunks")
def test_body_that_fails_tells_nobody_and_leaves_no_job(lan: User) -> None:
    def fails() -> None:
        with told_together():
            for number in (1, 2, 3):
                tell(number, lan)
            assert Job.objects.exists(), "the first two were raised on the way"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not (Alert.objects.exists() or Notification.objects.exists() or Job.objects.exists())
    tell(4, lan)
    assert told(lan) == ["bridge:4:due:1"] and Job.objects.count() == 1, "afterwards everybody is told at once again"


def test_told_once_to_each_however_often_and_on_whatever_day(lan: User, minh: User) -> None:
    for _night in range(2):
        with told_together():
            tell(1, lan)
            tell(1, lan, minh)
            tell(2, minh, on=date(2026, 11, 23))
            assert _night or not Notification.objects.exists(), "raised when the body ends"
    assert told(lan) == ["bridge:1:due:1"] and told(minh) == ["bridge:1:due:1", "bridge:2:due:1"]
    assert dict(Alert.objects.values_list("thing_id", "computed_on")) == {1: DAY, 2: date(2026, 11, 23)}


def test_many_cost_as_many_questions_as_few(lan: User) -> None:
    def asked(numbers: range) -> int:
        with CaptureQueriesContext(connection) as queries, told_together():
            for number in numbers:
                tell(number, lan)
        return len(queries)

    assert asked(range(1, 3)) == asked(range(10, 50))
    assert len(told(lan)) == 42


def test_one_within_another_falls_alone_and_a_row_asked_for_is_there(lan: User) -> None:
    def inner() -> None:
        with told_together():
            tell(2, lan)
            raise ZeroDivisionError

    with told_together():
        tell(1, lan)
        with pytest.raises(ZeroDivisionError):
            inner()
        with told_together():
            tell(3, lan)
        assert told(lan) == ["bridge:3:due:1"], "its own at its own end"
        row = notify(user_id=lan.pk, kind="bridge", dedupe="bridge:4:due:1", title="Bridge", on=DAY)
        assert row.pk and not row.handled_at
        tell(5, lan)
    assert told(lan) == [f"bridge:{number}:due:1" for number in (1, 3, 4, 5)]
