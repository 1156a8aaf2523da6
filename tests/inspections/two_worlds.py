"""The same city twice, once with and once without sealed inspections, and what those who know nothing see."""

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg2
from django.core import mail
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from foundation.access import allows
from foundation.web.clock import local_date
from inspections.models import Inspection
from inspections.services import calling, drafting
from inspections.services.calling import reschedule
from tests.access.routes import Route, all_routes
from tests.cast import Cast
from tests.database import url_of
from tests.inspections.walk import approved, assigned, draft, started
from tests.sessions import signed_in

NOT_ASKED = re.compile(r"logout|/static/|schema|healthz|readyz|second-factor/set-up")  # the last shows a new secret
TELLING = {"inspections", "reports", "notifications", "home"}
CLOCK = re.compile(rb"\d\d:\d\d(:\d\d(\.\d+)?)?|\d+(\.\d+)?\s?ms")
TOKENS = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|name="csrf-token" content="\w+"|[0-9a-f]{64}|[0-9a-f]{32}'
)
COPY_MARK = re.compile(rb"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
"""Each exported copy bears a mark of its own."""
NUMBERS = re.compile(rb"\d+")
"""Whoever reads the trail sees the numbers of its entries jump and the chain grow: that much of a sealed thing, a hash,
is theirs to see (design of the matrix, row AU); what the entries are is not."""
MARK = "Dấu-riêng-của-cuộc-kiểm-tra-kín"


def sealed_things(cast: Cast, team: Any) -> None:
    """Six ways to touch a sealed inspection: create, edit, assign, conflict, overlap, reschedule; one called off."""
    basis = {"basis": MARK}
    edited = draft(cast, team, **basis)
    drafting.edit_inspection(
        inspection=edited, version=edited.row_version, changes={"basis": f"{MARK} 2"}, on=local_date(), by=cast.officer
    )
    approved(cast, team, unit="other", kind="planned", **basis)
    draft(cast, team, unit="other", kind="planned", overlap_note="Có chủ đích", **basis)
    called = assigned(cast, team, **basis)
    opens = timezone.now() + timedelta(days=2)
    when = {"window_from": opens, "window_to": opens + timedelta(hours=1), "meeting_place": "Cổng 2"}
    reschedule(inspection=called, version=called.row_version, by=cast.officer, **when)
    _refused(cast, team)
    off = assigned(cast, team, **basis)
    drafting.cancel_inspection(inspection=off, reason=MARK, on=local_date(), by=cast.officer)


def _refused(cast: Cast, team: Any) -> None:
    """A call that fails inside the seal because of a tie."""
    made = approved(cast, team, basis=MARK)
    opens = timezone.now() + timedelta(days=3)
    with transaction.atomic():
        try:
            calling.assign_team(
                inspection=made, lead=cast.users["insider"], members=[], window_from=opens, on=local_date(),
                window_to=opens + timedelta(hours=1), meeting_place="Cổng 3", by=cast.officer,
            )  # fmt: skip
        except Exception as error:  # the service refuses; that it does is test_life's to show
            assert getattr(error, "code", "") == "conflict"


def ordinary_things(cast: Cast, team: Any) -> None:
    """What happens in both worlds afterwards: an inspection begins, so that numbers given later can be seen."""
    started(cast, team, unit="other")


@contextmanager
def world(sequences: dict[str, int]) -> Iterator[None]:
    """Whatever is written is undone, and keys are given anew from the same numbers as in the other world."""
    owner = psycopg2.connect(url_of(connections.settings["owner"]))
    owner.autocommit = True
    try:
        with owner.cursor() as cursor:
            for name, value in sequences.items():
                cursor.execute("SELECT setval(%s, %s)", [name, value])
        with transaction.atomic(), transaction.atomic(using="audit"):
            yield
            for alias in ("default", "audit"):  # else the keys given anew would meet those of the other world
                transaction.set_rollback(True, using=alias)
    finally:
        owner.close()


def sequences() -> dict[str, int]:
    """Where every sequence stands, moved well past what was given so far."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, COALESCE(last_value, 1) FROM pg_sequences")
        return {name: value + 1000 for name, value in cursor.fetchall()}


def asked(keys: dict[str, list[dict[str, str]]]) -> list[tuple[Route, str]]:
    """Addresses to ask: every list, and every page of the given objects by the keys of things open in both worlds.

    Rooms below inspections cannot know of them (import-linter), so each commit asks the rooms that can, and those that
    show what rooms hand down; with KC_WHOLE_CRAWL set every room is asked (two minutes).
    """
    found = []
    for route in all_routes():
        room = route.name.partition(":")[0].removesuffix("_api")
        if NOT_ASKED.search(route.template) or not (room in TELLING or os.environ.get("KC_WHOLE_CRAWL")):
            continue
        if not route.parameters:
            found.append((route, route.address()))
        for values in keys.get(route.name.partition(":")[0], []):
            if set(route.parameters) and set(route.parameters) <= set(values):
                found.append((route, route.address(**values)))
    return found


def crawl(users: dict[str, Any], addresses: list[tuple[Route, str]]) -> dict[str, str]:
    """Digest of every answer by who asked what; clocks and tokens taken out."""
    seen = {}
    for name, user in users.items():
        client = Client(raise_request_exception=False)
        if user is not None:
            signed_in(user, client=client)
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        for route, address in addresses:
            action = route.entry.get("action")
            if user is not None and action and not allows(user, action):  # refused whatever there is
                continue
            client.cookies.clear()
            client.cookies.load(cookies)
            with transaction.atomic():
                answer: Any = client.get(address)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                transaction.set_rollback(True)
            seen[f"{name} {address}"] = _digest(answer, body, numbers="/trail" not in address)
    return seen


def _unpacked(body: bytes) -> bytes:
    """A workbook as its parts, one after another; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(name.encode() + packed.read(name) for name in sorted(packed.namelist()))


def _digest(answer: Any, body: bytes, *, numbers: bool) -> str:
    headers = sorted(
        (key, value)
        for key, value in answer.headers.items()
        if key not in {"X-Request-ID", "Date", "Content-Length", "Content-Security-Policy"}
    )
    cleaned = CLOCK.sub(b"", TOKENS.sub(b"", COPY_MARK.sub(b"", _unpacked(body))))
    if not numbers:
        cleaned = NUMBERS.sub(b"", cleaned)
    return hashlib.sha256(repr((answer.status_code, headers)).encode() + cleaned).hexdigest()


def side_effects() -> dict[str, Any]:
    """What was told, queued or mailed, by whom it is meant for; nothing of a sealed inspection may stand here."""
    from foundation.notifications.models import Notification
    from foundation.outbox.models import Job

    return {
        "notices": sorted(Notification.objects.values_list("pk", "user_id")),
        "jobs": sorted(Job.objects.values_list("pk", "task")),
        "mails": len(mail.outbox),
    }


def both(cast: Cast, team: Any, look: Callable[[], Any]) -> tuple[Any, Any]:
    """`look` at the world without, then at the world with sealed inspections."""
    numbers = sequences()
    with world(numbers):
        ordinary_things(cast, team)
        without = look()
    with world(numbers):
        sealed_things(cast, team)
        assert Inspection.objects.filter(basis__startswith=MARK).count() >= 6
        ordinary_things(cast, team)
        with_them = look()
    return without, with_them
