"""One-time links: sent to the person only, good once and for their hour, ending every session (M-50, M-52)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session, SignInLink, User
from accounts.services import limiter, links
from accounts.services.users import create_account
from foundation.audit.models import AuditEvent
from foundation.outbox.models import Job
from foundation.outbox.worker import run_due
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from tests.accounts.test_sessions import is_in
from tests.cast import PASSWORD, Cast, build_cast
from tests.database import TestDatabase
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

NEW = "chinhungdongdieu"
REQUEST = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    User.objects.exclude(username="clerk").update(email="nguoi@example.vn")
    cast.staff.refresh_from_db()
    return cast


def secret_in_mail() -> str:
    found = re.search(r"/accounts/link/(\S+)/", mail.outbox[-1].body)
    assert found
    return found.group(1)


def sent(user: User) -> str:
    links.write_and_send(user_id=user.pk, request=str(timezone.now().timestamp()).replace(".", "").ljust(32, "0")[:32])
    return secret_in_mail()


def test_administrator_sends_a_link_and_the_person_sets_the_password(cast: Cast) -> None:
    live = signed_in(cast.staff)
    signed_in(cast.admin).post(reverse("accounts:account_step", args=[cast.staff.pk]), {"step": "send_link"})
    assert mail.outbox == []
    run_due()
    assert [message.to for message in mail.outbox] == [["nguoi@example.vn"]]
    secret = secret_in_mail()
    assert len(secret) >= 43  # 256 bits
    visitor = Client()
    assert visitor.get(reverse("accounts:link", args=[secret])).headers["Location"] == "/accounts/link/"
    page = visitor.get("/accounts/link/")
    assert page.status_code == 200 and secret not in page.content.decode()
    assert visitor.post("/accounts/link/", {"new_password": NEW, "again": NEW}).status_code == 302
    assert not is_in(live) and not is_in(visitor)
    assert visitor.post(reverse("accounts:login"), {"username": "staff", "password": NEW}).status_code == 302
    assert Client().get(reverse("accounts:link", args=[secret])).status_code == 404
    assert AuditEvent.objects.filter(name="account.password_set_by_link", actor=str(cast.staff.pk)).exists()


def test_secret_stands_nowhere_but_in_the_mail(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    links.send_link(user=cast.staff, by=cast.admin)
    run_due()
    secret = secret_in_mail()
    assert secret not in str(list(Job.objects.values()))
    assert secret not in str(list(SignInLink.objects.values()))
    assert secret not in str(list(AuditEvent.objects.values())) and secret not in caplog.text
    assert SignInLink.objects.get().digest not in str(list(AuditEvent.objects.values("before", "after", "details")))


def test_link_is_good_once(cast: Cast) -> None:
    secret = sent(cast.staff)
    links.set_password(secret=secret, new=NEW)
    with pytest.raises(NotFound):
        links.usable(secret)
    with pytest.raises(NotFound):
        links.set_password(secret=secret, new="mot-cau-khac-nua-nhe")


@pytest.mark.parametrize(("password", "hours"), [(PASSWORD, 1), ("", 72)])
def test_link_is_good_for_its_time(cast: Cast, password: str, hours: int) -> None:
    if not password:
        User.objects.filter(pk=cast.staff.pk).update(password="!")
    secret = sent(cast.staff)
    link = SignInLink.objects.get()
    for minutes, good in ((1, True), (-1, False)):
        SignInLink.objects.update(expires_at=timezone.now() + timedelta(minutes=minutes))
        assert (Client().get(reverse("accounts:link", args=[secret])).status_code == 302) is good
    assert link.expires_at - link.sent_at == timedelta(hours=hours)


def test_new_password_makes_every_other_link_worthless(cast: Cast) -> None:
    first, second = sent(cast.staff), sent(cast.staff)
    links.set_password(secret=second, new=NEW)
    with pytest.raises(NotFound):
        links.usable(first)


def test_link_of_a_closed_account_opens_nothing(cast: Cast) -> None:
    secret = sent(cast.staff)
    User.objects.filter(pk=cast.staff.pk).update(is_active=False)
    with pytest.raises(NotFound):
        links.usable(secret)


def test_weak_password_leaves_the_link_good(cast: Cast) -> None:
    secret = sent(cast.staff)
    with pytest.raises(InvalidInput):
        links.set_password(secret=secret, new="hanoihanoi2026")
    links.set_password(secret=secret, new=NEW)


def test_forgotten_password_by_oneself(cast: Cast) -> None:
    assert Client().post(reverse("accounts:forgot"), {"username": " STAFF "}).status_code == 200
    run_due()
    assert len(mail.outbox) == 1
    links.set_password(secret=secret_in_mail(), new=NEW)
    assert not Session.objects.filter(user=cast.staff).exists()


@pytest.mark.parametrize("username", ["nobody-knows", "clerk", "closed"])
def test_who_cannot_get_a_link_gets_none(cast: Cast, username: str) -> None:
    closed = create_account(username="closed", full_name="Đã đóng", by=None, email="dong@example.vn")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    Client().post(reverse("accounts:forgot"), {"username": username})
    run_due()
    assert mail.outbox == [] and not SignInLink.objects.exists()


def test_third_request_of_one_account_is_the_last(cast: Cast) -> None:
    for number in range(6):
        Client().post(reverse("accounts:forgot"), {"username": "staff"}, REMOTE_ADDR=f"10.0.0.{number}")
    run_due()
    assert len(mail.outbox) == limiter.RESET_OF_ACCOUNT.limit


def test_one_network_asks_twenty_times(client: Client, cast: Cast) -> None:
    statuses = [client.post(reverse("accounts:forgot"), {"username": f"u{n}"}).status_code for n in range(22)]
    assert statuses == [200] * 20 + [429] * 2


def test_one_network_tries_twenty_links(client: Client, cast: Cast) -> None:
    statuses = [client.get(reverse("accounts:link", args=[f"x{n}"])).status_code for n in range(22)]
    assert statuses == [404] * 20 + [429] * 2


@pytest.mark.parametrize(
    ("change", "code"), [({"email": ""}, "address_missing"), ({"is_active": False}, "account_closed")]
)
def test_link_that_cannot_arrive_is_refused(cast: Cast, change: dict[str, Any], code: str) -> None:
    User.objects.filter(pk=cast.staff.pk).update(**change)
    with pytest.raises(Refused) as refused:
        links.send_link(user=User.objects.get(pk=cast.staff.pk), by=cast.admin)
    assert refused.value.code == code


def test_without_a_mail_server_the_page_says_so(cast: Cast, settings: Any) -> None:
    settings.MAIL_READY = False
    page = signed_in(cast.admin).get(reverse("accounts:account", args=[cast.staff.pk])).content.decode()
    assert "EMAIL_HOST" in page and 'value="send_link"' not in page
    with pytest.raises(Refused):
        links.send_link(user=cast.staff, by=cast.admin)


def test_address_in_the_mail_is_the_installation_s_not_the_request_s(client: Client, cast: Cast, settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://kycuong.hanoi.gov.vn", ["*"]
    client.post(reverse("accounts:forgot"), {"username": "staff"}, headers={"host": "evil.example"})
    run_due()
    assert "https://kycuong.hanoi.gov.vn/accounts/link/" in mail.outbox[0].body and "evil" not in mail.outbox[0].body


def test_send_link_twice_sends_once(committed_db: TestDatabase) -> None:
    user = build_cast().staff
    User.objects.filter(pk=user.pk).update(email="nguoi@example.vn")
    run_twice("accounts.send_link", {"user": user.pk, "request": REQUEST})
    assert len(mail.outbox) == 1


def test_send_link_in_parallel_leaves_one_link(committed_db: TestDatabase) -> None:
    user = build_cast().staff
    User.objects.filter(pk=user.pk).update(email="nguoi@example.vn")
    run_in_parallel("accounts.send_link", {"user": user.pk, "request": REQUEST})
    assert SignInLink.objects.count() == 1


def test_tidy_twice(committed_db: TestDatabase) -> None:
    signed_in(build_cast().staff)
    Session.objects.update(expires_at=timezone.now() - timedelta(days=9))
    limiter.take(limiter.OTP, "x")
    run_twice("accounts.tidy", {"on": timezone.localdate().isoformat(), "late": False})
    assert not Session.objects.exists() and not limiter.forget_before(timezone.now() - timedelta(days=1))


def test_tidy_in_parallel(committed_db: TestDatabase) -> None:
    signed_in(build_cast().staff)
    run_in_parallel("accounts.tidy", {"on": timezone.localdate().isoformat(), "late": False})
    assert Session.objects.count() == 1
