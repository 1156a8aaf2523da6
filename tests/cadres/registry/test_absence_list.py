"""Absences corrected by version; absences of a month in one's units, on the page and over the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Absence
from cadres.services.absences import cancel_absence, confirm_absence, edit_absence, record_absence
from foundation.workflow.errors import DomainError, StaleVersion
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST, API = "/people/absences/", "/api/v1/absences/"
FIRST, LAST = date(2026, 7, 6), date(2026, 7, 10)


def absence(cast: Cast, key: str = "staff", **more: Any) -> Absence:
    fields = {"kind": "leave", "starts_on": FIRST, "ends_on": LAST, "by": cast.personnel}
    return record_absence(person=cast.people[key], **{**fields, **more})


def edited(cast: Cast, row: Absence, by: Any = None, **more: Any) -> Absence:
    fields = {"kind": row.kind, "starts_on": row.starts_on, "ends_on": row.ends_on, "half_day": row.half_day,
              "document": row.document, "version": row.row_version}  # fmt: skip
    return edit_absence(absence=row, by=by or cast.personnel, **{**fields, **more})


def test_a_correction_takes_the_version_and_must_be_confirmed_anew(cast: Cast) -> None:
    row = confirm_absence(absence=absence(cast), version=1, by=cast.personnel)
    edited(cast, row, ends_on=date(2026, 7, 8), version=2)
    row.refresh_from_db()
    assert (row.ends_on, row.confirmed, row.row_version) == (date(2026, 7, 8), False, 3)
    with pytest.raises(StaleVersion):
        edited(cast, row, version=2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_on": date(2026, 7, 1)}, "ends_before_begin"),
        ({"half_day": True}, "half_day_is_one_day"),
        ({"ends_on": date(2026, 7, 20)}, "absences_overlap"),
    ],
)
def test_a_correction_meets_the_same_refusals(cast: Cast, change: dict[str, Any], code: str) -> None:
    row = absence(cast)
    absence(cast, starts_on=date(2026, 7, 15), ends_on=date(2026, 7, 16))
    with pytest.raises(DomainError) as refused:
        edited(cast, row, **change)
    assert refused.value.code == code


def test_a_cancelled_one_and_the_own_confirmed_one_stay(cast: Cast) -> None:
    row = confirm_absence(absence=absence(cast), version=1, by=cast.personnel)
    with pytest.raises(DomainError) as own:
        edited(cast, row, by=cast.staff)
    cancel_absence(absence=row, version=2, reason="Đi làm", by=cast.personnel)
    with pytest.raises(DomainError) as gone:
        edited(cast, row)
    assert (own.value.code, gone.value.code) == ("absence_confirmed", "absence_cancelled")


def test_two_halves_make_a_day_and_no_third(cast: Cast) -> None:
    half = {"starts_on": FIRST, "ends_on": FIRST, "half_day": True}
    absence(cast, **half)
    absence(cast, **half)
    with pytest.raises(DomainError) as refused:
        absence(cast, **half)
    assert refused.value.code == "absences_overlap"


def shown(client: Client, **query: str) -> list[str]:
    return [line.absence.person.full_name for line in client.get(LIST, query).context["lines"]]


def test_the_list_shows_the_month_within_reach(cast: Cast, as_user: Callable[[str], Client]) -> None:
    absence(cast)
    absence(cast, "clerk", kind="sick", starts_on=date(2026, 6, 29), ends_on=date(2026, 7, 3))
    absence(cast, "other_staff")
    absence(cast, "deputy", starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 3))
    head, names = as_user("head"), {key: person.full_name for key, person in cast.people.items()}
    assert shown(head, month="2026-07") == [names["clerk"], names["staff"]]
    assert shown(head, month="2026-08") == [names["deputy"]]
    assert shown(head, month="2026-07", kind="sick") == [names["clerk"]]
    assert shown(head, month="2026-07", unit=cast.units["office"].code) == [names["clerk"]]
    assert shown(head, month="2026-07", unit="P-02") == []
    assert shown(head, month="2026-07", q="thuy an") == [names["staff"]]
    assert shown(as_user("staff"), month="2026-07") == [names["staff"]]
    (line, _other) = head.get(LIST, {"month": "2026-07"}).context["lines"]
    assert line.days == "3", "the days before the month do not count"


def test_a_line_is_confirmed_from_the_list(cast: Cast, as_user: Callable[[str], Client]) -> None:
    row, head = absence(cast), as_user("head")
    step = reverse("cadres:absence_step", args=[cast.people["staff"].code, row.pk])
    back = f"{LIST}?month=2026-07"
    answer = head.post(step, {"step": "confirm", "row_version": 1, "next": back})
    assert answer["Location"] == back
    assert shown(head, month="2026-07", state="open") == []
    assert shown(head, month="2026-07", state="confirmed") == [cast.people["staff"].full_name]
    elsewhere = {"step": "confirm", "row_version": 2, "next": "https://example.org/"}
    assert "example.org" not in head.post(step, elsewhere)["Location"]


def test_the_list_costs_the_same_for_one_and_three(cast: Cast, as_user: Callable[[str], Client]) -> None:
    head = as_user("head")
    absence(cast)
    head.get(LIST, {"month": "2026-07"})
    with CaptureQueriesContext(connection) as one:
        head.get(LIST, {"month": "2026-07"})
    absence(cast, "clerk")
    absence(cast, "deputy")
    with CaptureQueriesContext(connection) as three:
        head.get(LIST, {"month": "2026-07"})
    assert len(one) == len(three)


def test_the_page_and_the_api_correct_the_same_row(cast: Cast, as_user: Callable[[str], Client]) -> None:
    row, personnel = absence(cast), as_user("personnel")
    page = reverse("cadres:absence_edit", args=[cast.people["staff"].code, row.pk])
    assert "2026-07-06" in personnel.get(page).content.decode()
    fields = {"kind": "leave", "starts_on": "2026-07-06", "ends_on": "2026-07-07", "document": "", "row_version": 1}
    assert personnel.post(page, fields).status_code == 302
    assert personnel.post(page, fields).status_code == 409
    body = {"ends_on": "2026-07-08", "row_version": 2}
    answer = personnel.patch(f"{API}{row.pk}/", body, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["ends_on"] == "2026-07-08"
    assert personnel.patch(f"{API}{row.pk}/", body, content_type="application/json").status_code == 409
    assert personnel.get(API, {"unit": "P-01"}).json()["count"] == 1
    assert personnel.get(API, {"unit": "P-02"}).json()["count"] == 0
    assert as_user("leader").get(page).status_code in (403, 404)
