"""Tries through the page: counted before they are looked at, per network, never shutting the owner out (M-49)."""

import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.services import limiter
from foundation.audit.models import AuditEvent
from tests.cast import PASSWORD, Cast, build_cast
from tests.database import TestDatabase

VICTIM, ATTACKER = "10.1.1.1", "203.0.113.9"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def attempt(client: Client, username: str, password: str = "sai", *, address: str = ATTACKER, **meta: str) -> bool:
    form = {"username": username, "password": password}
    answer = client.post(reverse("accounts:login"), form, REMOTE_ADDR=address, **meta)
    return answer.status_code == 302


def test_two_hundred_parallel_tries_evaluate_ten(committed_db: TestDatabase) -> None:
    build_cast()
    gate = threading.Barrier(20)

    def knock() -> None:
        client = Client()
        gate.wait(timeout=60)
        try:
            for _ in range(10):
                attempt(client, "head")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=knock) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert AuditEvent.objects.filter(kind="denied", name="account.sign_in").count() == 10
    assert not attempt(Client(), "head", PASSWORD)


def test_right_password_is_not_looked_at_while_locked(cast: Cast) -> None:
    for _ in range(10):
        attempt(Client(), "head")
    assert not attempt(Client(), "head", PASSWORD)
    assert attempt(Client(), "head", PASSWORD, address=VICTIM)


def test_user_name_in_other_spellings_is_the_same_bucket(cast: Cast) -> None:
    for name in ["head", "HEAD", " Head ", "ｈｅａｄ"] * 3:
        attempt(Client(), name)
    assert not attempt(Client(), "head", PASSWORD)
    assert attempt(Client(), "HEAD", PASSWORD, address=VICTIM)


def test_one_network_on_a_hundred_accounts_is_stopped_at_fifty(cast: Cast) -> None:
    for number in range(100):
        attempt(Client(), f"user{number}")
    denied = AuditEvent.objects.using("audit").filter(kind="denied", name="account.sign_in")
    assert denied.count() == 50
    assert not attempt(Client(), "head", PASSWORD)
    assert attempt(Client(), "head", PASSWORD, address=VICTIM)


def test_forged_forwarding_header_changes_nothing(cast: Cast, settings: Any) -> None:
    for count in (0, 1):
        settings.TRUSTED_PROXY_COUNT = count
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sign_in_count")
        for number in range(10):
            seen = f"198.51.100.{number}" + (f", {ATTACKER}" if count else "")
            attempt(Client(), "head", HTTP_X_FORWARDED_FOR=seen, HTTP_X_REAL_IP=f"198.51.100.{number}")
        last = f"198.51.100.77, {ATTACKER}" if count else "198.51.100.77"
        assert not attempt(Client(), "head", PASSWORD, HTTP_X_FORWARDED_FOR=last), count


def test_ipv6_neighbours_of_one_subscriber_are_one_network(cast: Cast) -> None:
    for number in range(10):
        attempt(Client(), "head", address=f"2001:db8:1:2::{number + 1:x}")
    assert not attempt(Client(), "head", PASSWORD, address="2001:db8:1:2:ffff::1")
    assert attempt(Client(), "head", PASSWORD, address="2001:db8:1:3::1")


def test_victim_signs_in_from_a_known_device_during_an_attack_from_everywhere(cast: Cast) -> None:
    device = Client()
    assert attempt(device, "head", PASSWORD, address=VICTIM)
    device.post(reverse("accounts:logout"))
    for number in range(limiter.ACCOUNT.limit + 20):
        limiter.take_sign_in(account="head", network=f"198.51.{number // 250}.{number % 250}")
    for _ in range(12):
        attempt(Client(), "head", address=VICTIM)
    assert not attempt(Client(), "head", PASSWORD, address=VICTIM)
    assert attempt(device, "head", PASSWORD, address=VICTIM)


def test_known_device_is_known_for_its_own_people_only(cast: Cast) -> None:
    device = Client()
    assert attempt(device, "head", PASSWORD, address=VICTIM)
    device.post(reverse("accounts:logout"))
    assert "head" not in device.cookies["kc_device"].value
    for _ in range(10):
        attempt(device, "staff", address=VICTIM)
    assert not attempt(device, "staff", PASSWORD, address=VICTIM)
    assert attempt(device, "head", PASSWORD, address=VICTIM)


@pytest.mark.parametrize("change", [lambda text: text[:-2] + "xx", lambda text: "", lambda text: "a:b:c"])
def test_forged_device_is_nobody_s(cast: Cast, change: Any) -> None:
    device = Client()
    attempt(device, "head", PASSWORD, address=VICTIM)
    device.post(reverse("accounts:logout"))
    for _ in range(10):
        attempt(Client(), "head", address=VICTIM)
    device.cookies["kc_device"] = change(device.cookies["kc_device"].value)
    assert not attempt(device, "head", PASSWORD, address=VICTIM)


def test_refused_try_leaves_an_event_without_what_was_typed(cast: Cast) -> None:
    attempt(Client(), "mat-khau-go-nham-o-day", "sai")
    attempt(Client(), "head", "sai-mat-khau-that")
    events = list(AuditEvent.objects.using("audit").filter(kind="denied", name="account.sign_in").order_by("id"))
    assert [event.object_id for event in events] == ["", str(cast.head.pk)]
    assert "go-nham" not in str([vars(event) for event in events])
    assert "sai-mat-khau" not in str([vars(event) for event in events])


def test_present_password_is_asked_ten_times(cast: Cast) -> None:
    from tests.sessions import signed_in

    client = signed_in(cast.staff)
    form = {"old_password": "sai", "new_password": "cau-moi-that-dai-1954", "again": "cau-moi-that-dai-1954"}
    for _ in range(10):
        client.post(reverse("accounts:password"), form)
    client.post(reverse("accounts:password"), form | {"old_password": PASSWORD})
    cast.staff.refresh_from_db()
    assert cast.staff.check_password(PASSWORD)
