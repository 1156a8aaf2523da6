"""Lists of tasks: every bad row and field named, all or none, what stands is left alone."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from directives.models import Assignment
from directives.services import assignment_lists as services
from foundation.workflow.errors import InvalidInput
from organization.models import Holiday
from organization.selectors.calendar import working_calendar
from tests.cast import Cast
from tests.directives.conftest import SignIn

pytestmark = pytest.mark.django_db
URL, API = "/assignments/import/", "/api/v1/assignments/import/"
HEADER = "Người thực hiện;Nhiệm vụ;Trách nhiệm;Sản phẩm;Ngày giao;Hạn hoàn thành"


def listed(*rows: str, name: str = "nhiem-vu.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(["Phường Hà Đông", HEADER, *rows]).encode())


def row(who: str, title: str = "Rà soát hồ sơ", due: str = "30/12/2026", given: str = "") -> str:
    return f"{who};{title};Chủ trì;Báo cáo;{given};{due}"


def read(cast: Cast, *rows: str, today: date = date(2026, 11, 24)) -> services.TaskList:
    from directives.selectors.listing import people_to_assign

    people = people_to_assign(cast.head)
    return services.read_tasks(file=listed(*rows), people=people, today=today, calendar=working_calendar())


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("Không Có Ai;a;b;c;;30/12/2026", "person", "Không Có Ai"),
        ("Phạm Tiến Dũng;a;b;c;;30/12/2026", "person", "Phạm Tiến Dũng"),
        ("Nguyễn Đình Phước;a;b;c;;30/12/2026", "person", "Nguyễn Đình Phước"),
        ("CB0000005;;b;c;;30/12/2026", "title", ""),
        ("CB0000005;a;b;;;30/12/2026", "product", ""),
        ("CB0000005;a;b;c;;31/11/2026", "due_on", ""),
        ("CB0000005;a;b;c;;11/2026", "due_on", "ngày/tháng/năm"),
        ("CB0000005;a;b;c;25/12/2026;24/12/2026", "due_on", ""),
        (f"CB0000005;{'x' * 301};b;c;;30/12/2026", "title", "300"),
    ],
)
def test_bad_row_names_its_row_and_field(cast: Cast, line: str, field: str, said: str) -> None:
    problems = read(cast, row("CB0000006"), line).problems
    assert [(problem.row, problem.field) for problem in problems] == [(4, field)]
    assert said in problems[0].message


def test_somebody_who_leaves_before_the_deadline_is_refused_by_row(cast: Cast) -> None:
    from cadres.models import Person
    from foundation.audit.record import recorded

    with recorded(by=None):
        Person.objects.filter(pk=cast.people["staff2"].pk).update(left_on=date(2026, 12, 1))
    tasks = services.unpacked(
        [{"row": 7, "person": cast.people["staff2"].code, "title": "a", "responsibility": "b", "product": "c",
          "assigned_on": "2026-11-24", "due_on": "2026-12-30"}],
        people=Person.objects.all(), calendar=working_calendar(),
    )  # fmt: skip
    assert [(one.row, one.field) for one in tasks.problems] == [(7, "person")]


def test_deadline_on_a_day_off_is_taken_and_said(cast: Cast) -> None:
    Holiday.objects.get_or_create(date=date(2026, 12, 30), defaults={"name": "Nghỉ bù"})
    tasks = read(cast, row("CB0000005"))
    assert not tasks.problems and "31/12/2026" in tasks.rows[0].notes[0]


def test_one_bad_row_and_nothing_is_given(cast: Cast, as_user: SignIn) -> None:
    answer = as_user("head").post(URL, {"file": listed(row("CB0000005"), row("Không Có Ai"))})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Không Có Ai" in text and 'name="read"' not in text
    assert not Assignment.objects.exists()


def test_refusal_while_giving_rolls_the_whole_list_back(cast: Cast) -> None:
    tasks = read(cast, row("CB0000005"), row("CB0000006"))
    tasks.rows[1].values["due_on"] = date(2020, 1, 1)
    with pytest.raises(InvalidInput) as refused:
        services.give_tasks(tasks=tasks, by=cast.head)
    assert refused.value.row == 4 and not Assignment.objects.exists()


def test_list_is_seen_then_given_once(cast: Cast, as_user: SignIn, today: date) -> None:
    client, due = as_user("head"), f"{today + timedelta(days=9):%d/%m/%Y}"
    lines = [row("CB0000005", due=due), row("Trần Đức Anh", due=due), row("CB0000005", "Khác", due=due)]
    seen = client.post(URL, {"file": listed(*lines)})
    assert seen.status_code == 200 and not Assignment.objects.exists()
    token = seen.context["read"]
    assert client.post(URL, {"read": token}).status_code == 302
    assert list(Assignment.objects.values_list("person__code", "title", "given_by__username").order_by("id")) == [
        ("CB0000005", "Rà soát hồ sơ", "head"), ("CB0000006", "Rà soát hồ sơ", "head"), ("CB0000005", "Khác", "head"),
    ]  # fmt: skip
    assert client.post(URL, {"read": token}).status_code == 302 and Assignment.objects.count() == 3
    assert as_user("other_head").post(URL, {"read": token}).status_code == 422
    assert client.post(URL, {"read": token[:-2]}).status_code == 422
    assert "off" in client.post(URL, {"file": listed(*lines)}).content.decode()


def test_a_task_twice_in_the_list_is_a_mistake(cast: Cast) -> None:
    tasks = read(cast, row("CB0000005"), row("Nguyễn Thị Thúy An", "rà soát  hồ sơ"))
    assert [(one.row, one.field) for one in tasks.problems] == [(4, "title")]


def test_file_without_its_columns_says_which(cast: Cast, as_user: SignIn) -> None:
    wrong = SimpleUploadedFile("a.csv", "Nhiệm vụ;Hạn\nx;30/12/2026".encode())
    answer = as_user("head").post(URL, {"file": wrong})
    assert answer.status_code == 422 and "Responsibility" in answer.content.decode()
    assert as_user("head").post(URL, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04xx")}).status_code == 422
    assert as_user("staff").get(URL).status_code == 403


def test_template_and_handed_out_list_are_read_again(cast: Cast, as_user: SignIn, give: Any) -> None:
    client = as_user("head")
    book = load_workbook(io.BytesIO(client.get(f"{URL}template/").content))
    sheet = book.active
    assert sheet is not None
    header = next(number for number, cells in enumerate(sheet.iter_rows(values_only=True), 1) if cells[1] == "Task")
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    for place, value in enumerate(("CB0000005", "=HYPERLINK(1)", "Chủ trì", "Báo cáo", None, date(2026, 12, 30)), 1):
        sheet.cell(header + 1, place).value = value
        sheet.cell(header + 1, place).data_type = "s" if isinstance(value, str) else sheet.cell(1, 1).data_type
    sheet.cell(header + 1, 6).value = "30/12/2026"
    kept = io.BytesIO()
    book.save(kept)
    tasks = client.post(URL, {"file": SimpleUploadedFile("mau.xlsx", kept.getvalue())}).context["seen"]
    assert [(one.values["title"], one.problems) for one in tasks.rows] == [("=HYPERLINK(1)", [])]
    give("staff")
    out = client.get("/assignments/export/").content
    again = client.post(URL, {"file": SimpleUploadedFile("ra.xlsx", out)}).context["seen"]
    assert (again.problems, again.there, len(again.rows)) == ([], 1, 1)


def test_api_checks_and_gives(cast: Cast, as_user: SignIn) -> None:
    client = as_user("head")
    looked = client.post(API, {"file": listed(row("CB0000005"), row("Không Có Ai"))})
    assert looked.json()["problems"][0]["row"] == 4 and not Assignment.objects.exists()
    refused = client.post(API, {"file": listed(row("CB0000005"), row("Không Có Ai")), "commit": "true"})
    assert refused.status_code == 422 and not Assignment.objects.exists()
    given = client.post(API, {"file": listed(row("CB0000005")), "commit": "true"})
    assert (given.status_code, given.json()["given"]) == (200, 1)
    assert as_user("personnel").post(API, {"file": listed(row("CB0000005"))}).status_code == 403


def test_reading_costs_the_same_for_one_row_and_three(cast: Cast) -> None:
    read(cast, row("CB0000005"))
    counts = []
    for number in (1, 3):
        rows = [row(f"CB000000{5 + one % 2}", f"Việc {one}") for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            read(cast, *rows)
        counts.append(len(queries))
    assert counts[0] == counts[1]
