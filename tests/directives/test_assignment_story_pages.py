"""Pages and API of what happens to a task: who may do what, what each side sees, what the lists cost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from directives.models import Assignment, AssignmentExtension, AssignmentHandoff, DelayCause
from directives.services.handoffs import pass_on
from tests.cast import Cast
from tests.directives.conftest import SignIn

Give = Callable[..., Assignment]
API = "/api/v1/assignments/"


def next_week(today: date) -> date:
    """A Monday at least a week away."""
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def task(give: Give, today: date) -> Assignment:
    return give("staff", due_on=next_week(today), assigned_on=today - timedelta(days=5))


def post(client: Any, url: str, **data: Any) -> Any:
    return client.post(url, data, content_type="application/json")


def test_day_off_is_asked_about_on_the_page(cast: Cast, as_user: SignIn, today: date) -> None:
    sunday = today + timedelta(days=13 - today.weekday())
    body = {
        "person": cast.people["staff"].code, "title": "Kiểm tra", "responsibility": "Chủ trì", "product": "Biên bản",
        "assigned_on": today, "due_on": sunday, "kind": "urgent", "authority": "own",
    }  # fmt: skip
    client = as_user("head")
    assert "day_off_confirmed" not in client.get("/assignments/new/").content.decode()
    asked = client.post("/assignments/new/", body)
    text = asked.content.decode()
    assert asked.status_code == 422 and "day_off_confirmed" in text
    assert f"{sunday + timedelta(days=1):%d/%m/%Y}" in text and not Assignment.objects.exists()
    assert client.post("/assignments/new/", body | {"day_off_confirmed": "on"}).status_code == 302
    assert Assignment.objects.get().kind == "urgent"


def test_somebody_who_left_is_named_with_the_day(cast: Cast, as_user: SignIn, today: date) -> None:
    person = cast.people["staff2"]
    type(person).objects.filter(pk=person.pk).update(left_on=date(2026, 2, 10))
    body = {
        "person": person.code, "title": "Kiểm tra", "responsibility": "Chủ trì", "product": "Biên bản",
        "assigned_on": today.isoformat(), "due_on": next_week(today).isoformat(),
    }  # fmt: skip
    client = as_user("head")
    page = client.post("/assignments/new/", body | {"kind": "regular", "authority": "own"})
    assert page.status_code == 422 and "10/02/2026" in page.content.decode()
    call = post(client, API, **body)
    assert (call.status_code, call.json()["error"]["code"]) == (422, "person_left")
    assert not Assignment.objects.exists()


def test_more_time_through_the_pages(as_user: SignIn, task: Assignment) -> None:
    staff, head, url = as_user("staff"), as_user("head"), f"/assignments/{task.code}/"
    later = task.due_on + timedelta(days=1)
    assert staff.get(f"{url}extend/").status_code == 403
    assert staff.post(f"{url}more-time/", {"to_due_on": later, "reason": ""}).status_code == 422
    assert staff.post(f"{url}more-time/", {"to_due_on": later, "reason": "Chờ số liệu"}).status_code == 302
    seen = staff.get(url).content.decode()
    assert "extensions/1/withdraw/" in seen and "extensions/1/grant/" not in seen
    assert staff.post(f"{url}extensions/1/grant/", {"note": "x"}).status_code == 403
    assert "extensions/1/grant/" in head.get(url).content.decode()
    assert as_user("other_head").get(f"{url}extensions/1/grant/").status_code == 404
    assert head.post(f"{url}extensions/1/grant/", {"note": "Đồng ý"}).status_code == 302
    task.refresh_from_db()
    assert (task.due_on, task.times_extended) == (later, 1)
    told = head.get(url).content.decode()
    assert "Deadline moved from" in told and "Chờ số liệu" in told


def test_both_sides_read_a_matter_and_only_the_receiver_answers(
    cast: Cast, as_user: SignIn, task: Assignment, today: date
) -> None:
    staff, url = as_user("staff"), f"/assignments/{task.code}/"
    body = {"kind": "sideways", "to_unit": "P-02", "matter": "Xin ý kiến", "opinion": "", "sent_on": today}
    assert "Pass a matter on" in staff.get(f"{url}pass-on/").content.decode()
    assert staff.post(f"{url}pass-on/", body | {"to_unit": "X"}).status_code == 422
    assert staff.post(f"{url}pass-on/", body).status_code == 302
    row = AssignmentHandoff.objects.get()
    page = f"/assignments/handoffs/{row.pk}/"
    other = as_user("other_head")
    text = other.get(page).content.decode()
    assert "Passed on without an own opinion" in text and f"{page}answer/" in text
    assert url not in text and other.get(url).status_code == 404
    assert as_user("other_staff").get(page).status_code == 404
    assert staff.get(f"{page}answer/").status_code == 403
    assert other.post(f"{page}answer/", {"text": "Chọn phương án 1", "on": today}).status_code == 302
    assert "Chọn phương án 1" in staff.get(url).content.decode()
    listed = other.get("/assignments/handoffs/?stage=answered&without_opinion=true").content.decode()
    assert page in listed and page not in other.get("/assignments/handoffs/?stage=sent").content.decode()


def test_cause_and_discussion_through_the_pages(cast: Cast, as_user: SignIn, give: Give, today: date) -> None:
    from directives.services.mandates import Mandate

    row = give("staff", mandate=Mandate(kind="major"))
    staff, head, url = as_user("staff"), as_user("head"), f"/assignments/{row.code}/"
    assert "Not yet discussed" in head.get(url).content.decode()
    refused = staff.post(f"{url}finish/", {"done_on": today})
    assert refused.status_code == 422 and "discussed by the collective first" in refused.content.decode()
    said = {"held_on": today, "body": "Ban Thường vụ", "summary": "Thống nhất"}
    assert head.post(f"{url}discussion/", said).status_code == 302
    assert staff.post(f"{url}finish/", {"done_on": today}).status_code == 302
    assert staff.post(f"{url}cause/", {"text": "Bão số 3"}).status_code == 302
    assert staff.post(f"{url}causes/1/confirm/", {"note": ""}).status_code == 403
    assert head.post(f"{url}causes/1/confirm/", {"note": "Đúng"}).status_code == 302
    assert DelayCause.objects.get().state == "confirmed"
    assert "confirmed by Nguyễn Đình Phước" in staff.get(url).content.decode()


def test_api_does_what_the_pages_do(cast: Cast, as_user: SignIn, task: Assignment, today: date) -> None:
    staff, head, url = as_user("staff"), as_user("head"), f"{API}{task.code}/"
    later = (task.due_on + timedelta(days=1)).isoformat()
    asked = post(staff, f"{url}extensions/", to_due_on=later, reason="Chờ")
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    assert post(staff, f"{url}extensions/1/grant/").status_code == 403
    assert post(head, f"{url}extensions/1/refuse/", reason="Đủ người").json()["state"] == "refused"
    assert post(head, f"{url}extensions/give/", to_due_on=later, reason="Bận").json()["working_days"] == 1
    assert [row["state"] for row in staff.get(f"{url}extensions/").json()] == ["refused", "granted"]
    made = post(staff, f"{url}handoffs/", kind="up", to_unit="P-01", matter="Hỏi", sent_on=today.isoformat())
    assert (made.status_code, made.json()["opinion"]) == (201, ""), made.content
    answer = f"/api/v1/handoffs/{made.json()['id']}/answer/"
    assert post(as_user("other_head"), answer, text="x", on=today.isoformat()).status_code == 404
    assert post(as_user("division_head"), answer, text="x", on=today.isoformat()).status_code == 403
    assert post(head, answer, text="Tự quyết", on=today.isoformat()).json()["state"] == "answered"
    assert post(staff, f"{url}causes/", text="Bão").status_code == 201
    assert post(head, f"{url}causes/1/confirm/").json()["state"] == "confirmed"
    assert post(head, f"{url}causes/1/revoke/", reason="Nhầm").json()["state"] == "revoked"
    said = {"held_on": today.isoformat(), "body": "Chi ủy", "summary": "Thống nhất"}
    assert post(head, f"{url}discussions/", **said).status_code == 201
    assert len(staff.get(f"{url}discussions/").json()) == 1
    assert AssignmentExtension.objects.count() == 2


def test_lists_and_page_cost_the_same_with_one_row_and_three(
    cast: Cast, as_user: SignIn, task: Assignment, today: date, django_assert_max_num_queries: Any
) -> None:
    def send() -> None:
        pass_on(
            assignment=task, kind="up", to_unit=cast.units["ward"], to_person=None, matter="Hỏi", opinion="",
            sent_on=today, by=cast.staff,
        )  # fmt: skip

    client, page = as_user("officer"), f"/assignments/{task.code}/"
    urls = ("/assignments/handoffs/", "/api/v1/handoffs/", page, f"/api/v1{page}handoffs/")
    send()
    counts = {}
    for url in urls:
        with django_assert_max_num_queries(30) as one:
            assert client.get(url).status_code == 200
        counts[url] = len(one)
    send()
    send()
    for url in urls:
        with django_assert_max_num_queries(30) as three:
            client.get(url)
        assert len(three) == counts[url], url
