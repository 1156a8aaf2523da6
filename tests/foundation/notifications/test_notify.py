"""Telling people: once each, in their language, until it is settled."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import User
from foundation.notifications.models import Notification
from foundation.notifications.notify import mark_handled, mark_read, notify, notify_many
from foundation.notifications.selectors import inbox, unread, unread_of
from foundation.notifications.wording import as_date, as_message, in_words
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.outbox.worker import run_due
from tests.foundation.outbox.twice import in_threads

pytestmark = pytest.mark.usefixtures("committed_db")


def tell(user: User, dedupe: str, **more: object) -> Notification:
    return notify(user_id=user.pk, kind="test", dedupe=dedupe, title="A matter", **more)


def test_same_matter_is_told_once(lan: User) -> None:
    assert tell(lan, "cycle:1").pk == tell(lan, "cycle:1", body="again").pk
    assert Notification.objects.get().body == ""


def test_same_matter_in_parallel_is_told_once_to_each(lan: User, minh: User) -> None:
    def everybody() -> None:
        notify_many(user_ids=[minh.pk, lan.pk, lan.pk], kind="test", dedupe="cycle:1", title="A matter")

    in_threads([everybody] * 6)
    assert Notification.objects.count() == 2


def test_rolled_back_change_tells_nobody(lan: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(lan, "cycle:1")
        raise ZeroDivisionError
    assert not Notification.objects.exists()


def test_who_acts_is_not_told_of_the_own_act(lan: User, minh: User) -> None:
    notify_many(user_ids=[lan.pk, minh.pk], kind="test", dedupe="a", title="A matter", by=lan)
    assert list(Notification.objects.values_list("user_id", flat=True)) == [minh.pk]


def test_inbox_holds_the_own_rows_only(lan: User, minh: User) -> None:
    tell(lan, "a")
    tell(minh, "b")
    assert [note.dedupe for note in inbox(user=lan)] == ["a"]
    assert (unread_of(lan), unread_of(minh)) == (1, 1)


def test_marking_as_read_passes_over_the_rows_of_others(lan: User, minh: User) -> None:
    own, other = tell(lan, "a"), tell(minh, "b")
    assert mark_read(by=lan, ids=[own.pk, other.pk]) == 1
    assert mark_read(by=lan) == 0
    assert (unread_of(lan), unread_of(minh)) == (0, 1)


def test_settled_matter_stops_for_everybody(lan: User, minh: User) -> None:
    for user in (lan, minh):
        for dedupe in ("cycle:7", "cycle:7:remind", "cycle:70", "cycle:7%"):
            tell(user, dedupe)
    assert mark_handled(dedupe_prefix="cycle:7", by=lan) == 4
    assert mark_handled(dedupe_prefix="cycle:7", by=minh) == 0
    assert {note.dedupe for note in unread(user=minh)} == {"cycle:70", "cycle:7%"}
    assert Notification.objects.get(user=minh, dedupe="cycle:7").handled_by == lan
    with pytest.raises(ValueError, match="empty"):
        mark_handled(dedupe_prefix="", by=lan)


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\evil"])
def test_database_refuses_a_link_that_leaves_the_site(lan: User, url: str) -> None:
    with pytest.raises(IntegrityError):
        tell(lan, "a", url=url)


def test_wording_translates_parameters_and_writes_dates_the_local_way() -> None:
    with translation.override("en"):
        params = {"day": as_date(date(2026, 2, 1)), "step": as_message("Inbox"), "who": "An 100%"}
        text = in_words("%(step)s of %(who)s until %(day)s", params)
    assert text == "Inbox of An 100% until 01/02/2026"


def test_wording_with_a_missing_parameter_still_says_something() -> None:
    with translation.override("en"):
        assert in_words("Until %(day)s", {}) == "Until %(day)s"


def test_dead_job_tells_who_asked_for_it(lan: User) -> None:
    enqueue("nobody.does_this", key="k", by=lan)
    Job.objects.update(attempts=4, claims=4)
    run_due()
    note = Notification.objects.get()
    assert (note.user_id, note.kind, note.params["task"]) == (lan.pk, "outbox.dead", "nobody.does_this")
