"""An Idempotency-Key in the API: done once, answered alike, another person's key is another key (M-28)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from accounts.models import RoleGrant, User
from directives.models import Assignment, AssignmentEvidence
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from foundation.web.idempotency import fingerprint, too_old
from foundation.web.models import KeptAnswer
from tests.cast import Cast, build_cast
from tests.files import files_dir, form_body
from tests.foundation.files.samples import pdf
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

__all__ = ["files_dir"]
URL = "/api/v1/assignments/"
KEY = "8f14e45f-ea4e-4b8a-9c1f-2f6d0f9d2f11"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def task(person: str, title: str = "Rà soát") -> dict[str, Any]:
    today = local_date()
    days = {"assigned_on": today.isoformat(), "due_on": (today + timedelta(days=4)).isoformat()}
    return {"person": person, "title": title, "responsibility": "Chủ trì", "product": "Báo cáo", **days}


def post(user: User, body: Any, *, key: str = KEY, road: str = URL) -> Any:
    client = signed_in(user)
    client.raise_request_exception = False
    return client.post(road, body, content_type="application/json", headers={"Idempotency-Key": key})


def test_same_key_and_body_is_done_once_and_answered_alike(cast: Cast) -> None:
    body = task(cast.people["staff"].code)
    first, second = post(cast.head, body), post(cast.head, body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content and first["Content-Type"] == second["Content-Type"]
    assert "Idempotency-Replayed" not in first and second["Idempotency-Replayed"] == "true"
    assert Assignment.objects.count() == 1
    assert AuditEvent.objects.filter(kind="row", table_name="directives_assignment").count() == 1


def test_same_key_with_another_body_address_or_method_is_refused(cast: Cast) -> None:
    body = task(cast.people["staff"].code)
    code = post(cast.head, body).json()["code"]
    for answer in (
        post(cast.head, task(cast.people["staff"].code, "Việc khác")),
        post(cast.head, body, road=f"{URL}?page=1"),
        post(cast.head, {"reason": "x"}, road=f"{URL}{code}/cancel/"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_used")
    assert Assignment.objects.count() == 1


def test_key_belongs_to_its_person(cast: Cast) -> None:
    mine, other = task(cast.people["staff"].code), task(cast.people["other_staff"].code)
    assert post(cast.head, mine).status_code == post(cast.other_head, other).status_code == 201
    assert Assignment.objects.count() == 2


def test_refusal_uses_no_key_up(cast: Cast) -> None:
    wrong = {**task(cast.people["staff"].code), "due_on": "never"}
    assert post(cast.head, wrong).status_code == 400
    assert post(cast.staff, task(cast.people["staff"].code)).status_code == 403
    assert not KeptAnswer.objects.exists()
    assert post(cast.head, task(cast.people["staff"].code)).status_code == 201


def test_conflict_is_not_kept(cast: Cast) -> None:
    code = post(cast.head, task(cast.people["staff"].code)).json()["code"]
    road, body = f"{URL}{code}/finish/", {"done_on": local_date().isoformat()}
    assert post(cast.staff, body, road=road, key="a").status_code == 200
    assert post(cast.staff, body, road=road, key="b").status_code == 409
    assert set(KeptAnswer.objects.values_list("key", flat=True)) == {KEY, "a"}


def test_failure_of_the_server_saves_nothing_and_keeps_nothing(cast: Cast, break_answer: Callable[[], None]) -> None:
    break_answer()
    assert post(cast.head, task(cast.people["staff"].code)).status_code == 500
    assert not Assignment.objects.exists() and not KeptAnswer.objects.exists()


@pytest.fixture
def break_answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on the API's answers cannot be written, after the work was done."""
    from rest_framework.renderers import JSONRenderer

    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise ZeroDivisionError

    return lambda: monkeypatch.setattr(JSONRenderer, "render", fail)


def test_answer_is_not_given_again_to_somebody_whose_rights_changed(cast: Cast) -> None:
    body = task(cast.people["staff"].code)
    assert post(cast.head, body).status_code == 201
    RoleGrant.objects.filter(user=cast.head).update(valid_to=local_date() - timedelta(days=1))
    answer = post(cast.head, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "rights_changed")


def test_personal_number_is_never_kept(cast: Cast) -> None:
    staff = cast.people["staff"]
    for _ in range(2):
        answer = post(cast.officer, {"reason": "hồ sơ"}, road=f"/api/v1/people/{staff.code}/reveal/")
        assert answer.json() == {"national_id": staff.national_id}
    assert not KeptAnswer.objects.exists()
    assert AuditEvent.objects.using("audit").filter(kind="read", name="person.revealed").count() == 2


@pytest.mark.parametrize("key", ["", "has space", "ünsichtbar", "x" * 201])
def test_key_in_a_wrong_form_is_refused(cast: Cast, key: str) -> None:
    answer = post(cast.head, task(cast.people["staff"].code), key=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "idempotency_key_invalid")


def test_stranger_is_refused_before_any_key_is_looked_at(cast: Cast) -> None:
    assert Client().post(URL, {}, content_type="application/json", headers={"Idempotency-Key": KEY}).status_code == 401
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies.load({name: morsel.value for name, morsel in signed_in(cast.head).cookies.items()})
    body = task(cast.people["staff"].code)
    answer = guarded.post(URL, body, content_type="application/json", headers={"Idempotency-Key": KEY})
    assert answer.status_code == 403
    assert not Assignment.objects.exists() and not KeptAnswer.objects.exists()


def guarded(user: User, client: Client) -> dict[str, Any]:
    """A client that is asked for its CSRF token like any browser, and the headers with which it has one."""
    signed_in(user, client=client)
    client.cookies[settings.CSRF_COOKIE_NAME] = "t" * 32
    return {"Idempotency-Key": KEY, "X-CSRFToken": "t" * 32}


def test_session_with_its_token_is_served_once(cast: Cast, files_dir: object) -> None:
    client = Client(enforce_csrf_checks=True)
    headers, body = guarded(cast.staff, client), task(cast.people["staff"].code)
    body.pop("person")
    roads = [client.post(f"{URL}own/", body, content_type="application/json", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in roads] == [201, 201], roads[0].content
    assert roads[0].content == roads[1].content
    assert Assignment.objects.count() == 1
    address = f"{URL}{roads[0].json()['code']}/evidence/"
    form = form_body("Báo cáo.pdf", pdf(), "application/pdf", title="Báo cáo")
    headers |= {"Idempotency-Key": "file"}
    sent = [client.generic("POST", address, headers=headers, **form) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201], sent[0].content
    assert AssignmentEvidence.objects.count() == 1


def test_reading_requests_and_pages_pay_no_heed_to_a_key(cast: Cast) -> None:
    client = signed_in(cast.head)
    for road in (URL, "/assignments/"):
        assert client.get(road, headers={"Idempotency-Key": KEY}).status_code == 200
    assert not KeptAnswer.objects.exists()


def test_files_of_a_form_are_part_of_the_fingerprint() -> None:
    def of(content: bytes, note: str = "n") -> str:
        file = SimpleUploadedFile("a.pdf", content)
        return fingerprint(RequestFactory().post("/api/v1/x/", {"note": note, "file": file}))

    assert of(b"one") == of(b"one")  # though each request has a boundary of its own
    assert len({of(b"one"), of(b"two"), of(b"one", "m")}) == 3


def test_file_sent_twice_under_one_key_is_kept_once(cast: Cast, files_dir: object) -> None:
    code = post(cast.head, task(cast.people["staff"].code)).json()["code"]
    form = form_body("Báo cáo.pdf", pdf(), "application/pdf", title="Báo cáo đã ký")
    client, headers = signed_in(cast.staff), {"Idempotency-Key": "file"}
    first, second = (client.generic("POST", f"{URL}{code}/evidence/", headers=headers, **form) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201), first.content
    assert first.content == second.content and second["Idempotency-Replayed"] == "true"
    assert AssignmentEvidence.objects.count() == 1


def kept(user: User, key: str, days: float) -> KeptAnswer:
    fields = {"request": "0" * 64, "rights": "0" * 64, "status": 201, "content_type": "application/json"}
    when = too_old(date(2026, 3, 3)) - timedelta(days=days)
    return KeptAnswer.objects.create(user=user, key=key, body="{}", answered_at=when, **fields)


@pytest.mark.usefixtures("committed_db")
def test_sweep_removes_what_is_older_than_a_day_twice_and_in_parallel() -> None:
    user = build_cast().head
    kept(user, "old", 0.01), kept(user, "older", 3), kept(user, "young", -0.01)
    run_twice("web.sweep_answers", {"on": "2026-03-03", "late": False})
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["young"]
    kept(user, "old", 0.01)
    run_in_parallel("web.sweep_answers", {"on": "2026-03-03", "late": False})
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["young"]


def test_description_of_the_api_names_the_header(cast: Cast) -> None:
    paths = signed_in(cast.head).get("/api/v1/schema/", headers={"accept": "application/json"}).content.decode()
    assert paths.count("Idempotency-Key") > 20
