"""One digest a person a day, recorded before it is sent; settled matters are left out."""

import smtplib
from datetime import date

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import User
from foundation.notifications import digest
from foundation.notifications.models import Digest, Notification
from foundation.notifications.notify import mark_handled, mark_read, notify
from foundation.outbox.queue import enqueue
from foundation.outbox.worker import run_due
from tests.foundation.outbox.twice import in_threads, run_in_parallel, run_twice

pytestmark = pytest.mark.usefixtures("committed_db")
DAY = date(2026, 3, 2)


class RefusingBackend(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, email_messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("gone")


def tell(user: User, dedupe: str) -> Notification:
    return notify(user_id=user.pk, kind="test", dedupe=dedupe, title="Matter " + dedupe, url="/matters/1/")


def run(day: date) -> None:
    enqueue("notifications.digest", key=f"digest:{day}:{Digest.objects.count()}", payload={"on": day.isoformat()})
    assert run_due().failed == 0


def test_digest_twice_in_a_row_equals_one_run(lan: User, minh: User) -> None:
    tell(lan, "a")
    run_twice("notifications.digest", {"on": "2026-03-02"})
    assert len(mail.outbox) == 1


def test_digest_twice_in_parallel_equals_one_run(lan: User, minh: User) -> None:
    for n in range(5):
        tell(lan, f"a{n}")
        tell(minh, f"a{n}")
    run_in_parallel("notifications.digest", {"on": "2026-03-02"})
    assert Digest.objects.count() == 2


def test_digest_sends_one_mail_with_every_line_and_no_matter_in_the_subject(settings, lan: User) -> None:
    settings.SITE_URL = "https://kc.example/"
    tell(lan, "a")
    tell(lan, "b")
    run(DAY)
    sent = mail.outbox[0]
    assert sent.to == ["lan@example.org"]
    assert "Matter a" in sent.body and "Matter b" in sent.body and "https://kc.example/matters/1/" in sent.body
    assert "Matter" not in sent.subject


def test_second_digest_of_a_day_is_not_sent_and_its_lines_come_the_next_day(lan: User) -> None:
    tell(lan, "a")
    run(DAY)
    tell(lan, "b")
    run(DAY)
    assert len(mail.outbox) == 1
    run(date(2026, 3, 3))
    assert len(mail.outbox) == 2
    assert "Matter b" in mail.outbox[1].body and "Matter a" not in mail.outbox[1].body


def test_settled_read_and_addressless_people_get_no_mail(lan: User, minh: User) -> None:
    tell(lan, "a")
    mark_handled(dedupe_prefix="a", by=minh)
    tell(minh, "b")
    mark_read(by=minh)
    nobody = User.objects.create(username="nobody", full_name="No Address")
    gone = User.objects.create(username="gone", full_name="Gone", email="gone@example.org", is_active=False)
    tell(nobody, "c")
    tell(gone, "d")
    run(DAY)
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_matter_settled_between_recording_and_sending_is_left_out(lan: User) -> None:
    tell(lan, "a")
    tell(lan, "b")
    digest.record_digests(user_ids=[lan.pk], day=DAY)
    mark_handled(dedupe_prefix="a", by=None)
    assert digest.send_recorded(digest_id=Digest.objects.get().pk) is True
    assert "Matter a" not in mail.outbox[0].body and "Matter b" in mail.outbox[0].body


def test_recorded_digest_is_sent_by_one_of_many_workers(lan: User) -> None:
    tell(lan, "a")
    digest.record_digests(user_ids=[lan.pk], day=DAY)
    number = Digest.objects.get().pk
    in_threads([lambda: digest.send_recorded(digest_id=number)] * 6)
    assert len(mail.outbox) == 1


def test_refused_mail_is_not_repeated_that_day_and_its_lines_come_the_next(settings, lan: User) -> None:
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    tell(lan, "a")
    run(DAY)
    assert Digest.objects.get().state == "failed"
    settings.EMAIL_BACKEND = works
    run(DAY)
    assert mail.outbox == []
    run(date(2026, 3, 3))
    assert "Matter a" in mail.outbox[0].body


def test_worker_that_died_while_sending_sends_nothing_twice(lan: User) -> None:
    tell(lan, "a")
    digest.record_digests(user_ids=[lan.pk], day=DAY)
    Digest.objects.update(state="sending")
    run(DAY)
    run(date(2026, 3, 3))
    assert mail.outbox == []
    assert Notification.objects.get().is_open
