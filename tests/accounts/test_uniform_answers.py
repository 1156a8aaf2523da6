"""Sign-in and reset say the same, in the same time, whatever is known of the name (M-50)."""

import re
import statistics
import time
from random import Random
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.limiter import ACCOUNT, ACCOUNT_FROM_NETWORK, NETWORK, clear
from accounts.services.users import create_account
from foundation.outbox.models import Job
from tests.cast import PASSWORD, Cast, build_cast
from tests.hashers import QuickArgon2Hasher

SAMPLES = 200
KINDS = ("unknown", "wrong", "disabled", "locked", "unusable", "waiting")
NAMES = {kind: f"ten-dang-nhap-{number}" for number, kind in enumerate(KINDS)}
RIGHT = {"disabled", "locked"}  # tried with the right password: it must not show
EACH = {"X-Request-ID", "Date"}


class SlowerArgon2Hasher(QuickArgon2Hasher):
    """The production class at a part of its cost: what differs beside the hash weighs more, not less."""

    algorithm = "argon2"
    time_cost = 2
    memory_cost = 20_480
    parallelism = 1


class CountingArgon2Hasher(SlowerArgon2Hasher):
    """Counts how often a hash is worked out."""

    worked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.worked.append("encode")
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        self.worked.append("verify")
        return super().verify(password, encoded)


@pytest.fixture
def cast(db: None, settings: Any) -> Cast:
    settings.PASSWORD_HASHERS = ["tests.accounts.test_uniform_answers.SlowerArgon2Hasher"]
    cast = build_cast()
    for kind in KINDS[1:]:
        create_account(
            username=NAMES[kind],
            full_name=kind,
            by=None,
            email=f"{kind}@example.vn",
            password_hash=make_password(PASSWORD),
        )
    User.objects.filter(username=NAMES["disabled"]).update(is_active=False)
    User.objects.filter(username=NAMES["unusable"]).update(password=make_password(None))
    User.objects.filter(username=NAMES["waiting"]).update(password="")
    return cast


def shown(answer: HttpResponse, name: str) -> bytes:
    """All of the answer but its identifier, the masked token and the name typed."""
    headers = {key: value for key, value in answer.headers.items() if key not in EACH}
    body = re.sub(rb'(csrfmiddlewaretoken" value|csrf-token" content)="\w+"', b"", answer.content)
    return repr((answer.status_code, sorted(headers.items()))).encode() + body.replace(name.encode(), b"NAME")


def forget_counts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sign_in_count")


def sign_in(client: Client, kind: str) -> HttpResponse:
    """Each sample from a network of its own, but for the locked account: its bucket is full where it is tried."""
    form = {"username": NAMES[kind], "password": PASSWORD if kind in RIGHT else "mot-cau-khac-hoan-toan"}
    answer: Any = client.post(reverse("accounts:login"), form, REMOTE_ADDR="10.0.0.1")
    return answer  # type: ignore[no-any-return]


def lock(kind: str) -> None:
    for _ in range(10):
        Client().post(reverse("accounts:login"), {"username": NAMES[kind], "password": "sai"}, REMOTE_ADDR="10.0.0.1")


def unlock_others() -> None:
    for kind in set(KINDS) - {"locked"}:
        clear(ACCOUNT_FROM_NETWORK, NAMES[kind], "10.0.0.1")
        clear(ACCOUNT, NAMES[kind])
    clear(NETWORK, "10.0.0.1")


def medians(act: Any, before: Any) -> dict[str, float]:
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    clients = {kind: Client() for kind in KINDS}
    order = Random(1954)
    for _ in range(SAMPLES):
        before()
        for kind in order.sample(KINDS, len(KINDS)):  # mixed, so that what slows the machine slows all of them
            started = time.perf_counter()
            act(clients[kind], kind)
            times[kind].append(time.perf_counter() - started)
    return {kind: statistics.median(values) for kind, values in times.items()}


def assert_alike(act: Any, before: Any) -> None:
    """A busy machine can only widen the differences, so a second and third measurement may show what one hid."""
    found: list[dict[str, float]] = []
    for _ in range(3):
        found.append(medians(act, before))
        if max(found[-1].values()) <= 1.1 * min(found[-1].values()):
            return
    raise AssertionError(found)


def test_every_refusal_to_sign_in_is_the_same_answer(cast: Cast) -> None:
    lock("locked")
    unlock_others()
    answers = {kind: shown(sign_in(Client(), kind), NAMES[kind]) for kind in KINDS}
    assert len(set(answers.values())) == 1
    assert "kc_device" not in sign_in(Client(), "locked").cookies
    control = Client().post(reverse("accounts:login"), {"username": NAMES["wrong"], "password": PASSWORD})
    assert control.status_code == 302  # the same act with the right password does open


@pytest.mark.drill
@pytest.mark.timeout(1500)
def test_every_refusal_to_sign_in_takes_the_same_time(cast: Cast) -> None:
    lock("locked")
    assert_alike(sign_in, unlock_others)


def ask(client: Client, kind: str) -> HttpResponse:
    answer: Any = client.post(reverse("accounts:forgot"), {"username": NAMES[kind]}, REMOTE_ADDR="10.0.0.1")
    return answer  # type: ignore[no-any-return]


def test_every_reset_is_the_same_answer_and_the_same_work(cast: Cast) -> None:
    answers = {kind: shown(ask(Client(), kind), NAMES[kind]) for kind in KINDS}
    assert len(set(answers.values())) == 1
    jobs = Job.objects.filter(task="accounts.send_link")
    assert jobs.count() == len(KINDS) and {tuple(sorted(job.payload)) for job in jobs} == {("request", "user")}


@pytest.mark.drill
@pytest.mark.timeout(1500)
def test_every_reset_takes_the_same_time(cast: Cast) -> None:
    assert_alike(ask, forget_counts)


def test_every_refusal_works_out_exactly_one_hash(cast: Cast, settings: Any) -> None:
    lock("locked")
    settings.PASSWORD_HASHERS = ["tests.accounts.test_uniform_answers.CountingArgon2Hasher"]
    for kind in KINDS:
        CountingArgon2Hasher.worked.clear()
        unlock_others()
        sign_in(Client(), kind)
        assert len(CountingArgon2Hasher.worked) == 1, kind
