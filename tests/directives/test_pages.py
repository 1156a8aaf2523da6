"""Pages of assignments: who sees what, what the list costs, the way from giving to done."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from directives.models import Assignment
from directives.selectors import listing
from tests.cast import Cast
from tests.directives.conftest import SignIn

Give = Callable[..., Assignment]
FORM = {
    "kind": "regular",
    "authority": "own",
    "day_off_confirmed": "on",
    "title": "Kiểm tra trật tự xây dựng",
    "responsibility": "Chủ trì",
    "product": "Biên bản",
}


def test_list_leaks_nothing_from_another_unit(give: Give, as_user: SignIn) -> None:
    mine, other, elsewhere = give("staff"), give("staff2"), give("other_staff")
    seen = {
        "head": {mine, other},
        "division_head": {mine, other},
        "staff": {mine},
        "other_head": {elsewhere},
        "officer": {mine, other, elsewhere},
        "personnel": {mine, other},
    }
    for name, expected in seen.items():
        text = as_user(name).get("/assignments/").content.decode()
        assert {row for row in (mine, other, elsewhere) if row.code in text} == expected, name
    for name in ("staff", "other_head"):
        assert as_user(name).get(f"/assignments/{other.code}/").status_code == 404, name
        assert as_user(name).get(f"/assignments/?q={other.code}").content.decode().count("head-line") == 0
    assert Client().get("/assignments/").status_code == 302


def test_export_is_the_list_and_refused_to_whom_it_is_closed(give: Give, as_user: SignIn) -> None:
    row, other = give("staff"), give("other_staff")
    answer = as_user("head").get("/assignments/export/")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = {str(cell) for line in sheet.values for cell in line}
    assert row.code in cells and other.code not in cells
    assert as_user("staff").get("/assignments/export/").status_code == 403


def test_list_costs_the_same_with_one_row_and_many(
    give: Give, as_user: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = as_user("officer")
    give("staff")
    with django_assert_max_num_queries(25) as one:
        client.get("/assignments/")
    for name in ("staff", "staff2", "clerk", "other_staff") * 3:
        give(name)
    with django_assert_max_num_queries(25) as many:
        client.get("/assignments/")
    assert len(one) == len(many)


def test_list_begins_with_open_tasks_and_filters(give: Give, as_user: SignIn, today: date) -> None:
    client = as_user("head")
    soon = give("staff")
    late = give("staff2", assigned_on=today - timedelta(days=30), due_on=today - timedelta(days=9))
    done = give("clerk")
    client.post(f"/assignments/{done.code}/finish/", {"done_on": today.isoformat()})

    def codes(query: str) -> set[str]:
        text = client.get(f"/assignments/{query}").content.decode()
        return {row.code for row in (soon, late, done) if f"/assignments/{row.code}/" in text}

    assert codes("") == {soon.code, late.code}
    assert codes("?stage=all") == {soon.code, late.code, done.code}
    assert codes("?stage=overdue") == {late.code}
    assert codes("?q=nguyen thi thuy an") == {soon.code}
    assert codes(f"?stage=all&q={done.code.lower()}") == {done.code}
    assert codes("?stage=all&q=CLERK") == {done.code}, "a word of the task"


def test_words_of_a_task_are_looked_up_in_the_index(cast: Cast, give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also beside a name that is found; people beyond a few are not named one by one."""
    give("staff")
    for few, looked_up in ((200, True), (0, False)):
        monkeypatch.setattr(listing, "FEW_PEOPLE", few)
        found = listing.searched(Assignment.objects.all(), cast.people["staff"].full_name)
        assert found.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = found.order_by().explain()
            cursor.execute("SET LOCAL enable_seqscan = on")
        assert ("assignment_title_trigram" in plan) is looked_up, plan


def test_give_a_task_through_the_page(cast: Cast, as_user: SignIn, today: date) -> None:
    client = as_user("head")
    person = cast.people["staff"]
    body = FORM | {"person": person.code, "assigned_on": today, "due_on": today - timedelta(days=1)}
    refused = client.post("/assignments/new/", body)
    assert refused.status_code == 422 and not Assignment.objects.exists()
    made = client.post("/assignments/new/", body | {"due_on": today + timedelta(days=5)}, follow=True)
    row = Assignment.objects.get()
    assert row.code in made.content.decode() and row.person == person
    strange = client.post(
        "/assignments/new/", body | {"person": cast.people["other_staff"].code, "due_on": today + timedelta(days=5)}
    )
    assert strange.status_code == 422 and Assignment.objects.count() == 1


def test_cadre_records_an_own_task_and_gives_none(cast: Cast, as_user: SignIn, today: date) -> None:
    client = as_user("staff")
    assert client.get("/assignments/new/").status_code == 403
    answer = client.post("/assignments/own/", FORM | {"assigned_on": today, "due_on": today + timedelta(days=2)})
    assert answer.status_code == 302
    row = Assignment.objects.get()
    assert row.recorded_by_self and row.person == cast.people["staff"]
    assert as_user("auditor").get("/assignments/own/").status_code == 404


@pytest.mark.parametrize("act", ["edit", "reopen", "cancel"])
def test_weighty_acts_are_closed_to_the_cadre(give: Give, as_user: SignIn, act: str) -> None:
    row = give("staff")
    assert as_user("staff").get(f"/assignments/{row.code}/{act}/").status_code == 403


def test_head_ends_and_records_own_tasks_as_everybody_does(
    cast: Cast, give: Give, as_user: SignIn, today: date
) -> None:
    row, client = give("head", by=cast.chair), as_user("head")
    page = client.get(f"/assignments/{row.code}/").content.decode()
    assert "/finish/" in page and "/cancel/" not in page and "/edit/" not in page
    for act in ("edit", "reopen", "cancel"):
        assert client.post(f"/assignments/{row.code}/{act}/", {"reason": "x"}).status_code == 403
    assert client.post(f"/assignments/{row.code}/finish/", {"done_on": today}).status_code == 302
    days = {"assigned_on": today, "due_on": today + timedelta(days=2), "day_off_confirmed": "on"}
    own = FORM | days | {"person": cast.people["head"].code}
    assert client.post("/assignments/new/", own).status_code == 422
    assert client.post("/assignments/own/", FORM | days).status_code == 302
    assert list(Assignment.objects.filter(recorded_by_self=True).values_list("person__code")) == [(own["person"],)]


def test_cancel_needs_a_reason(give: Give, as_user: SignIn) -> None:
    row, client = give("staff"), as_user("head")
    assert client.post(f"/assignments/{row.code}/cancel/", {"reason": ""}).status_code == 422
    assert client.post(f"/assignments/{row.code}/cancel/", {"reason": "Trùng việc"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "cancelled"
