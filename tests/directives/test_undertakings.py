"""Undertakings from promise to acceptance: dates, duties apart, reports that stay, reminders once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import DocumentTask, Undertaking
from directives.selectors.undertakings import coverage
from directives.services import undertakings as services
from directives.services.catalogue_loading import load_catalogues
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged
from organization.models import Unit
from tests.cast import Cast, build_cast
from tests.files import files_dir
from tests.foundation.files.samples import pdf
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

__all__ = ["files_dir"]

FIRST, DUE = date(2026, 11, 2), date(2026, 11, 20)
CODE = "CK-2026-000001"


@pytest.fixture
def task(cast: Cast) -> DocumentTask:
    load_catalogues()
    return DocumentTask.objects.get(document__code="ct24", number=5)


def promise(cast: Cast, task: DocumentTask, **changes: Any) -> Undertaking:
    given = {
        "unit": cast.units["ward"], "task": task, "title": "Rút ngắn thời gian trả kết quả", "product": "Quy trình",
        "responsible": cast.people["staff"], "begins_on": FIRST, "due_on": DUE, "by": cast.head,
    }  # fmt: skip
    return services.undertake(**{**given, **changes})


def done(row: Undertaking, by: Any) -> Undertaking:
    services.report(undertaking=row, on=DUE, percent=100, text="Đã ban hành", final=True, by=by)
    return row


@pytest.mark.django_db
def test_promise_goes_from_plan_to_acceptance(cast: Cast, task: DocumentTask) -> None:
    row = promise(cast, task)
    assert (row.code, row.state) == (CODE, "planned")
    services.report(undertaking=row, on=FIRST, percent=40, text="Đang lấy ý kiến", final=False, by=cast.staff)
    done(row, cast.staff)
    assert (row.state, row.percent, row.reports.count()) == ("reported", 100, 2)
    services.send_back(undertaking=row, reason="Thiếu phụ lục", by=cast.officer)
    assert (row.state, row.return_reason) == ("planned", "Thiếu phụ lục")
    services.accept(undertaking=done(row, cast.staff), by=cast.officer)
    row.refresh_from_db()
    assert (row.state, row.settled_by, row.return_reason) == ("accepted", cast.officer, "")
    told = list(Notification.objects.filter(user=cast.staff, kind="undertaking").values_list("title", flat=True))
    assert len(told) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"due_on": FIRST - timedelta(days=1)}, InvalidInput, "due_on"),
        ({"title": " "}, InvalidInput, "title"),
        ({"responsible": "other_head"}, Refused, "responsible"),
    ],
)
def test_promise_that_cannot_be_is_refused(
    cast: Cast, task: DocumentTask, changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    given = {name: cast.people[value] if name == "responsible" else value for name, value in changes.items()}
    with pytest.raises(error) as refused:
        promise(cast, task, **given)
    assert refused.value.field == field  # type: ignore[attr-defined]  # a DomainError
    assert not Undertaking.objects.exists()


@pytest.mark.django_db
def test_unit_that_ends_before_the_deadline_promises_nothing(cast: Cast, task: DocumentTask) -> None:
    with recorded(by=None):
        Unit.objects.filter(pk=cast.units["ward"].pk).update(valid_to=DUE - timedelta(days=1))
    cast.units["ward"].refresh_from_db()
    with pytest.raises(Refused):
        promise(cast, task)


@pytest.mark.django_db
def test_who_reported_or_answers_for_it_does_not_accept_it(cast: Cast, task: DocumentTask) -> None:
    row = done(promise(cast, task), cast.officer)
    with pytest.raises(Forbidden):
        services.accept(undertaking=row, by=cast.officer)
    with pytest.raises(Forbidden):
        services.send_back(undertaking=row, reason="x", by=cast.staff)


@pytest.mark.django_db
def test_unit_brings_its_deadline_forward_and_the_committee_puts_it_off(cast: Cast, task: DocumentTask) -> None:
    row, later = promise(cast, task), DUE + timedelta(days=10)
    with pytest.raises(Refused) as refused:
        services.edit(undertaking=row, version=1, changes={"due_on": later}, by=cast.head)
    assert (refused.value.code, refused.value.field) == ("deadline_needs_committee", "due_on")
    services.edit(undertaking=row, version=1, changes={"due_on": DUE - timedelta(days=1)}, by=cast.head)
    for wrong in ({"to_due_on": row.due_on, "reason": "Chờ"}, {"to_due_on": later, "reason": " "}):
        with pytest.raises(InvalidInput):
            services.extend(undertaking=row, by=cast.officer, **wrong)
    with pytest.raises(Forbidden):
        services.extend(undertaking=row, to_due_on=later, reason="Chờ", by=cast.staff)
    services.extend(undertaking=row, to_due_on=later, reason="Chờ hướng dẫn", by=cast.officer)
    moved = AuditEvent.objects.get(name="undertaking.deadline_moved", object_id=str(row.pk))
    assert (row.due_on, moved.reason, moved.details["to"]) == (later, "Chờ hướng dẫn", later.isoformat())
    assert Notification.objects.filter(user=cast.staff, kind="undertaking").count() == 2


@pytest.mark.django_db
def test_who_promised_or_answers_for_it_does_not_drop_it(cast: Cast, task: DocumentTask) -> None:
    row = promise(cast, task)
    with pytest.raises(Forbidden):
        services.cancel(undertaking=row, reason="Không còn cần", by=cast.staff)
    head, officer, url = signed_in(cast.head), signed_in(cast.officer), f"/undertakings/{CODE}/"
    later = {"to_due_on": "2026-11-30", "reason": "Chờ hướng dẫn"}
    for act, body in (("cancel", {"reason": "x"}), ("extend", later)):
        assert head.post(f"{url}{act}/", body).status_code == 403
    page = officer.get(url).content.decode()
    assert f"{url}extend/" in page and f"{url}cancel/" in page and f"{url}edit/" not in page
    assert f"{url}extend/" not in head.get(url).content.decode()
    assert officer.post(f"{url}extend/", {**later, "to_due_on": "2026-11-20"}).status_code == 422
    assert officer.post(f"{url}extend/", later).status_code == 302
    assert officer.post(f"{url}cancel/", {"reason": ""}).status_code == 422
    assert officer.post(f"{url}cancel/", {"reason": "Trùng việc"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.due_on) == ("cancelled", date(2026, 11, 30))


@pytest.mark.django_db
def test_report_says_nonsense_and_is_refused(cast: Cast, task: DocumentTask) -> None:
    row = promise(cast, task)
    for changes in ({"percent": 101}, {"percent": 90, "final": True}, {"text": " "}, {"on": FIRST - timedelta(days=9)}):
        given: dict[str, Any] = {"on": DUE, "percent": 50, "text": "x", "final": False, **changes}
        with pytest.raises(InvalidInput):
            services.report(undertaking=row, by=cast.staff, **given)
    done(row, cast.staff)
    with pytest.raises(Refused):
        services.report(undertaking=row, on=DUE, percent=50, text="x", final=False, by=cast.staff)
    with pytest.raises(StateChanged):
        services.cancel(undertaking=row, reason="x", by=cast.head)


@pytest.mark.django_db
def test_reports_stay_as_they_were_written(cast: Cast, task: DocumentTask) -> None:
    row = done(promise(cast, task), cast.staff)
    with pytest.raises(Exception, match="Cannot update"), recorded(by=None):
        row.reports.update(text="khác")


@pytest.mark.django_db
def test_coverage_names_units_without_a_promise(cast: Cast, task: DocumentTask) -> None:
    promise(cast, task)
    rows = {row.task.number: row for row in coverage(cast.officer, document="ct24", on=DUE)}
    assert (rows[5].promised, rows[5].accepted) == (1, 0)
    assert cast.units["ward"] not in rows[5].without and rows[4].missing == rows[5].missing + 1
    own = coverage(cast.other_head, document="ct24", on=DUE)
    assert [row.promised for row in own] == [0] * 6


@pytest.mark.django_db
def test_head_promises_staff_reports_committee_accepts_in_the_browsers_eyes(cast: Cast, task: DocumentTask) -> None:
    head, staff, officer = (signed_in(user) for user in (cast.head, cast.staff, cast.officer))
    form = {
        "unit": cast.units["ward"].code, "task": task.pk, "title": "Rút ngắn", "product": "Quy trình",
        "responsible": cast.people["staff"].code, "begins_on": "2026-11-02", "due_on": "2026-11-20",
    }  # fmt: skip
    wrong = head.post("/undertakings/new/", {**form, "due_on": "2026-11-01"})
    assert wrong.status_code == 422 and 'value="Rút ngắn"' in wrong.content.decode()
    elsewhere = {**form, "unit": cast.units["other"].code}
    assert head.post("/undertakings/new/", elsewhere).status_code == 422
    url = head.post("/undertakings/new/", form)["Location"]
    proof = SimpleUploadedFile("du-thao.pdf", pdf(), "application/pdf")
    assert staff.post(f"{url}evidence/", {"title": "Dự thảo", "file": proof}).status_code == 302
    final = {"on": "2026-11-19", "percent": "100", "text": "Xong", "final": "on"}
    assert staff.post(f"{url}report/", final).status_code == 302
    page = officer.get(url).content.decode()
    assert "Xong" in page and "Dự thảo" in page and f"{url}accept/" in page
    assert officer.post(f"{url}send_back/", {"reason": ""}).status_code == 422
    assert officer.post(f"{url}accept/").status_code == 302
    assert Undertaking.objects.get().state == "accepted"
    stranger = signed_in(cast.other_head)
    for path in ("", "edit/", "report/", "accept/", "evidence/"):
        assert stranger.get(f"{url}{path}").status_code == 404
    assert head.get(f"{url}nonsense/").status_code == 404
    assert head.get(f"{url}accept/").status_code == 403
    assert "Rút ngắn" not in stranger.get("/undertakings/").content.decode()
    assert officer.get("/undertakings/coverage/").status_code == 200


@pytest.mark.django_db
def test_api_reports_and_accepts(cast: Cast, task: DocumentTask) -> None:
    promise(cast, task)
    staff, officer = signed_in(cast.staff), signed_in(cast.officer)
    url = f"/api/v1/undertakings/{CODE}/"
    body = {"on": "2026-11-19", "percent": 100, "text": "Xong", "final": True}
    assert staff.post(f"{url}report/", body, content_type="application/json").json()["state"] == "reported"
    assert staff.post(f"{url}accept/", {}, content_type="application/json").status_code == 403
    sent = officer.post(f"{url}send-back/", {"reason": "Thiếu"}, content_type="application/json")
    assert (sent.status_code, sent.json()["state"]) == (200, "planned")
    assert officer.get("/api/v1/undertakings/?stage=planned&document=ct24&task=5").json()["count"] == 1
    assert signed_in(cast.other_head).get(url).status_code == 404


@pytest.mark.django_db
def test_list_costs_the_same_with_one_and_many(cast: Cast, task: DocumentTask) -> None:
    client = signed_in(cast.officer)
    promise(cast, task)
    client.get("/undertakings/")
    one = _count(client)
    for _number in range(9):
        promise(cast, task)
    assert _count(client) == one


def _count(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/undertakings/").status_code == 200
    return len(captured)


def test_reminding_twice_or_in_parallel_tells_once(committed_db: Any) -> None:
    cast = build_cast()
    load_catalogues()
    task = DocumentTask.objects.get(document__code="ct24", number=1)
    promise(cast, task)
    promise(cast, task, due_on=DUE - timedelta(days=10))
    run_twice("directives.remind_undertakings", {"on": "2026-11-19", "late": False})
    run_in_parallel("directives.remind_undertakings", {"on": "2026-11-23", "late": False})
    assert Notification.objects.filter(kind="undertaking", user=cast.staff).count() == 5


@pytest.mark.django_db
def test_share_above_a_hundred_is_refused_by_the_database(cast: Cast, task: DocumentTask) -> None:
    row = promise(cast, task)
    with pytest.raises(IntegrityError), recorded(by=None):
        Undertaking.objects.filter(pk=row.pk).update(percent=101)
