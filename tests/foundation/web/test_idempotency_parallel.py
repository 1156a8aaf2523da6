"""Fifty posts at once against a real web server: one key, one row, one event (M-28)."""

import json
import threading
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from cadres.models import Person
from directives.models import Assignment
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from tests.cast import Cast, build_cast
from tests.foundation.web.test_idempotency import KEY, URL, task
from tests.sessions import signed_in

POSTS = 50
Answer = tuple[int, bytes]


@pytest.fixture
def cast(committed_db: object) -> Cast:
    return build_cast()


def headers_of(user: User) -> dict[str, str]:
    """What the browser of a signed-in person sends with an unsafe call."""
    token = "t" * 32
    cookies = {name: morsel.value for name, morsel in signed_in(user).cookies.items()}
    cookies[settings.CSRF_COOKIE_NAME] = token
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": token}


def send(site: str, road: str, body: dict[str, Any], **headers: str) -> Answer:
    data = json.dumps(body).encode()
    request = urllib.request.Request(site + road, data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def at_once(site: str, road: str, body: dict[str, Any], **headers: str) -> list[Answer]:
    gate = threading.Barrier(POSTS)

    def one(_number: int) -> Answer:
        gate.wait(30)
        return send(site, road, body, **headers)

    with ThreadPoolExecutor(POSTS) as pool:
        return list(pool.map(one, range(POSTS)))


def test_fifty_posts_with_one_key_make_one_row_and_one_event(cast: Cast, site: str) -> None:
    headers = {**headers_of(cast.head), "Idempotency-Key": KEY}
    answers = at_once(site, URL, task(cast.people["staff"].code), **headers)
    statuses = Counter(status for status, _body in answers)
    assert statuses[201] >= 1 and set(statuses) <= {201, 409}, statuses
    assert len({body for status, body in answers if status == 201}) == 1
    codes = {json.loads(body)["error"]["code"] for status, body in answers if status == 409}
    assert codes <= {"in_progress"}
    assert Assignment.objects.count() == 1
    assert AuditEvent.objects.filter(kind="row", table_name="directives_assignment").count() == 1
    again = send(site, URL, task(cast.people["staff"].code), **headers)
    assert again == next(answer for answer in answers if answer[0] == 201)


def test_fifty_posts_without_a_key_meet_the_unique_constraint(cast: Cast, site: str) -> None:
    position = cast.people["staff"].postings.first().position_id
    body = {
        "code": "CB0009999", "full_name": "Hoàng Thị Mới", "employment_kind": "civil", "unit": cast.units["ward"].code,
        "position": position, "valid_from": local_date().isoformat(),
    }  # fmt: skip
    answers = at_once(site, "/api/v1/people/", body, **headers_of(cast.officer))
    statuses = Counter(status for status, _body in answers)
    assert statuses[201] == 1 and not [status for status in statuses if status >= 500], statuses
    assert Person.objects.filter(code="CB0009999").count() == 1
