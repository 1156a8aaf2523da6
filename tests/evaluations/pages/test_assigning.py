"""Naming a decider and a superior; the export of a unit's month; a grid of more than a hundred rows."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from evaluations.models import Evaluation
from foundation.audit.models import AuditEvent
from tests.cast import build_cast
from tests.evaluations.services.month import Month, open_month
from tests.evaluations.services.revised import execute, propose, publish_ward
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
UNIT = "/evaluations/2026-02/units/P-01/"
CITY = "/evaluations/2026-02/units/HN/"


@pytest.fixture
def month() -> Month:
    return open_month()


def client_of(month: Month, key: str) -> Client:
    client = signed_in(User.objects.get(pk=month.cast.users[key].pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_top_unit_without_a_head_gets_its_decider(month: Month) -> None:
    city = month.unit("city")
    assert city.decider is None
    officer = client_of(month, "officer")
    chair = month.cast.people["chair"]
    page = officer.get(f"{CITY}assign-decider/?q=phuoc").content.decode()
    assert month.cast.people["head"].code in page and chair.code not in page
    wish = {"person": month.cast.people["deputy"].code, "reason": "", "row_version": city.row_version}
    assert officer.post(f"{CITY}assign-decider/", wish).status_code == 422
    assert officer.post(f"{CITY}assign-decider/", wish | {"person": "KHONG", "reason": "x"}).status_code == 422
    done = officer.post(f"{CITY}assign-decider/", wish | {"reason": "Thường trực Thành ủy phân công"})
    assert done.status_code == 302
    city.refresh_from_db()
    assert city.decider == month.cast.people["deputy"]
    open_sheets = Evaluation.objects.filter(unit_cycle=city).exclude(person=city.decider)
    assert open_sheets.exists() and set(open_sheets.values_list("decider", "superior")) == {(city.decider_id,) * 2}
    assert officer.post(f"{CITY}assign-decider/", wish | {"reason": "Cũ"}).status_code == 409
    assert client_of(month, "head").get(f"{UNIT}assign-decider/").status_code == 403


def test_leading_people_are_offered_first(month: Month) -> None:
    page = client_of(month, "officer").get(f"{UNIT}assign-decider/").content.decode()
    for key in ("head", "deputy", "chair"):
        assert month.cast.people[key].code in page, key
    assert month.cast.people["staff"].code not in page and month.cast.people["other_head"].code not in page


def test_superior_is_named_anew(month: Month) -> None:
    officer, boss, deputy = client_of(month, "officer"), month.cast.people["division_head"], month.cast.people["deputy"]
    wish = {
        "before": boss.code,
        "person": deputy.code,
        "reason": "Nghỉ dài",
        "row_version": month.unit("ward").row_version,
    }
    assert officer.post(f"{UNIT}assign-superior/", wish).status_code == 302
    assert month.sheet("staff").superior == deputy and month.sheet("staff2").superior == deputy
    assert client_of(month, "other_head").get(f"{UNIT}assign-superior/").status_code == 404


def cells(answer: object) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(answer.content)).active  # type: ignore[attr-defined]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_export_has_the_versions_in_force_and_each_copy_is_recorded(month: Month) -> None:
    execute(month, propose(month, publish_ward(month)))
    for key, rows in (("officer", 5), ("head", 5), ("personnel", 5)):
        client = client_of(month, key)
        found = cells(client.get(f"{UNIT}export/"))
        start = next(number for number, row in enumerate(found) if row[:2] == ["Code", "Name"])
        listed = {row[0]: row for row in found[start + 1 :]}
        assert len(listed) == rows, key
        staff = listed[month.cast.people["staff"].code]
        assert (staff[8], staff[10], staff[11]) == ("C", "Corrected", 2)
        assert "Excel" in client.get(UNIT).content.decode()
    assert AuditEvent.objects.using("audit").filter(kind="read", name="evaluation.exported").count() == 3
    for key, status in (("staff", 404), ("deputy", 422), ("other_head", 404), ("leader", 422)):
        assert client_of(month, key).get(f"{UNIT}export/").status_code in (status, 403, 404), key


def test_nothing_undecided_leaves(month: Month) -> None:
    assert client_of(month, "officer").get(f"{UNIT}export/").status_code in (404, 422)
    assert client_of(month, "head").get(f"{UNIT}export/").status_code == 422


def test_grid_shows_a_hundred_rows_a_page_and_counts_all() -> None:
    from tests.cast import SINCE, add_person

    cast = build_cast()
    for number in range(104):
        add_person(cast, f"x{number}", f"Lý Văn {number}", cast.units["ward"], "staff", account=False)
    assert SINCE
    month = open_month(cast)
    head, counts = client_of(month, "head"), []
    for query, rows in (("", 100), ("?page=2", 9), ("?page_size=10", 10)):
        head.get(UNIT + query)
        with CaptureQueriesContext(connection) as caught:
            page = head.get(UNIT + query).content.decode()
        counts.append(len(caught))
        assert page.count('data-testid="row"') == rows, query
        assert ">109<" in page, "the counts are over all rows"
    assert max(counts) == min(counts) <= 25
