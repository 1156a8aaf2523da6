"""Pages of one person: what each reader sees and may do."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cadres.models import Person
from cadres.services.postings import transfer
from foundation.audit.models import AuditEvent
from tests.cast import Cast, position
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def page(client: Client, cast: Cast, key: str = "staff", road: str = "") -> str:
    answer = client.get(f"/people/{cast.people[key].code}/{road}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_overview_shows_post_unit_and_lanes(cast: Cast, as_user: SignIn) -> None:
    text = page(as_user("personnel"), cast)
    assert "Nguyễn Thị Thúy An" in text and "Chuyên viên" in text and '<svg class="lanes"' in text


@pytest.mark.parametrize("road", ["", "posts/", "absences/"])
def test_tab_comes_alone_for_htmx_and_whole_without_script(cast: Cast, as_user: SignIn, road: str) -> None:
    client = as_user("personnel")
    whole = page(client, cast, road=road)
    part = client.get(f"/people/{cast.people['staff'].code}/{road}", headers={"hx-request": "true"}).content.decode()
    assert "<html" in whole and "<html" not in part and 'aria-current="page"' in part


def test_personal_number_is_shown_in_part_and_in_full_only_with_a_reason(cast: Cast, as_user: SignIn) -> None:
    number, code = cast.people["staff"].national_id, cast.people["staff"].code
    client = as_user("personnel")
    assert number not in page(client, cast) and number[-3:] in page(client, cast)
    assert number not in client.post(f"/people/{code}/number/", {"reason": " "}, follow=True).content.decode()
    assert number in client.post(f"/people/{code}/number/", {"reason": "kiểm tra hồ sơ"}).content.decode()
    reads = AuditEvent.objects.using("audit").filter(kind="read", name="person.revealed")
    assert [event.reason for event in reads] == ["kiểm tra hồ sơ"]


def test_personal_number_needs_a_fresh_confirmation(cast: Cast) -> None:
    code, client = cast.people["staff"].code, signed_in(cast.users["personnel"], step_up=False)
    for answer in (client.get(f"/people/{code}/number/"), client.post(f"/people/{code}/number/", {"reason": "x"})):
        assert answer.status_code in {302, 403} and (cast.people["staff"].national_id or "") not in str(answer.content)
    edit = client.get(f"/people/{code}/edit/").content.decode()
    assert 'name="national_id"' not in edit and 'name="full_name"' in edit
    written = {"full_name": "A B", "employment_kind": "civil", "row_version": 2, "national_id": "001199000009"}
    assert client.post(f"/people/{code}/edit/", written).status_code in {302, 403}
    assert not Person.objects.filter(national_id="001199000009").exists()
    assert not AuditEvent.objects.using("audit").filter(kind="read").exists()


def test_personal_number_is_never_in_the_page_that_edits_it(cast: Cast, as_user: SignIn) -> None:
    staff, client = cast.people["staff"], as_user("personnel")
    url = f"/people/{staff.code}/edit/"
    assert str(staff.national_id) not in client.get(url).content.decode()
    form = {"full_name": "A B", "employment_kind": "civil", "row_version": staff.row_version, "national_id": ""}
    assert client.post(url, form).status_code == 302
    assert Person.objects.get(pk=staff.pk).national_id == staff.national_id
    assert (
        client.post(url, form | {"row_version": staff.row_version + 1, "national_id": "001199000009"}).status_code
        == 302
    )
    assert Person.objects.get(pk=staff.pk).national_id == "001199000009"


@pytest.mark.parametrize("reader", ["head", "leader"])
def test_personal_number_in_full_is_closed_to_other_readers(cast: Cast, as_user: SignIn, reader: str) -> None:
    client, staff = as_user(reader), cast.people["staff"]
    assert staff.national_id not in page(client, cast)
    assert client.post(f"/people/{staff.code}/number/", {"reason": "tò mò"}).status_code == 403


def test_leader_sees_neither_birth_nor_number(cast: Cast, as_user: SignIn) -> None:
    text = page(as_user("leader"), cast)
    assert "1985" not in text and (cast.people["staff"].national_id or "")[-3:] not in text.replace("CB0000005", "")


def test_edit_saves_and_a_stale_page_is_told_what_changed(cast: Cast, as_user: SignIn) -> None:
    staff = cast.people["staff"]
    client, url = as_user("personnel"), f"/people/{staff.code}/edit/"
    form = {"full_name": "NGUYỄN THỊ THÚY ANH", "employment_kind": "civil", "row_version": staff.row_version}
    assert client.post(url, form).status_code == 302
    staff.refresh_from_db()
    assert (staff.full_name, staff.search_key) == ("Nguyễn Thị Thúy Anh", "nguyen thi thuy anh")
    stale = client.post(url, form | {"full_name": "Nguyễn Khác"})
    assert stale.status_code == 409 and "Nguyễn Thị Thúy Anh" in stale.content.decode()
    assert "sort_key" not in stale.content.decode()
    assert client.post(url, {"full_name": "X", "employment_kind": "civil"}).status_code == 428


def test_edit_is_closed_to_a_head_and_to_the_person(cast: Cast, as_user: SignIn) -> None:
    for reader in ("head", "staff"):
        assert as_user(reader).get(f"/people/{cast.people['staff'].code}/edit/").status_code == 403


@pytest.mark.parametrize("number", ["12345", "00100000000x"])
def test_malformed_personal_number_is_an_error_of_its_field(cast: Cast, as_user: SignIn, number: str) -> None:
    staff = cast.people["staff"]
    form = {"full_name": "A B", "employment_kind": "civil", "row_version": staff.row_version, "national_id": number}
    answer = as_user("personnel").post(f"/people/{staff.code}/edit/", form)
    assert answer.status_code == 422 and "national_id" in answer.context["form"].errors


def test_transfer_shows_the_answers_before_it_acts(cast: Cast, as_user: SignIn) -> None:
    staff = cast.people["staff"]
    client, url = as_user("personnel"), f"/people/{staff.code}/transfer/"
    form = {
        "kind": "primary",
        "unit": cast.units["office"].code,
        "position": "chuyen vien",
        "on": "01/06/2026",
        "decision_number": "15/QĐ-UBND",
        "row_version": staff.row_version,
    }
    check = client.post(url, form)
    assert check.status_code == 200 and "15/QĐ-UBND" in check.content.decode() and staff.postings.count() == 1
    assert client.post(url, form | {"confirm": "1"}).status_code == 302
    staff.refresh_from_db()
    assert staff.unit == cast.units["office"] and staff.postings.count() == 2


def test_transfer_out_of_the_own_reach_is_refused(cast: Cast, as_user: SignIn) -> None:
    staff = cast.people["staff"]
    form = {
        "kind": "primary",
        "unit": cast.units["other"].code,
        "position": "Chuyên viên",
        "on": "2026-06-01",
        "decision_number": "1",
        "row_version": staff.row_version,
        "confirm": "1",
    }
    assert as_user("personnel").post(f"/people/{staff.code}/transfer/", form).status_code == 422
    assert staff.postings.count() == 1


def test_person_is_added_with_a_post_within_reach_only(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    form = {
        "code": "cb9000001",
        "full_name": "lê văn mới",
        "employment_kind": "contract",
        "unit": cast.units["office"].name,
        "position": "Chuyên viên",
        "valid_from": "2026-05-04",
    }
    assert client.post("/people/new/", form | {"unit": cast.units["other"].code}).status_code == 422
    assert client.post("/people/new/", form).status_code == 302
    person = Person.objects.get(code="CB9000001")
    assert (person.full_name, person.unit) == ("Lê Văn Mới", cast.units["office"])
    assert client.post("/people/new/", form).status_code == 422


def test_absence_is_recorded_by_oneself_and_confirmed_by_the_head(cast: Cast, as_user: SignIn) -> None:
    code = cast.people["staff"].code
    form = {"kind": "leave", "starts_on": "2026-05-04", "ends_on": "2026-05-06"}
    assert as_user("staff").post(f"/people/{code}/absences/new/", form).status_code == 302
    absence = cast.people["staff"].absences.get()
    step = {"step": "confirm", "row_version": 1}
    assert as_user("staff").post(f"/people/{code}/absences/{absence.pk}/", step).status_code == 403
    assert as_user("other_head").post(f"/people/{code}/absences/{absence.pk}/", step).status_code == 404
    assert as_user("head").post(f"/people/{code}/absences/{absence.pk}/", step).status_code == 302
    absence.refresh_from_db()
    assert absence.confirmed


def test_person_page_costs_the_same_with_one_and_three_posts(
    cast: Cast, as_user: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client = as_user("personnel")
    page(client, cast)
    with django_assert_max_num_queries(25) as few:
        page(client, cast)
    for month, unit in ((3, "office"), (4, "division")):
        transfer(
            person=cast.people["staff"],
            unit=cast.units[unit],
            position=position("staff"),
            on=date(2026, month, 1),
            decision_number="1",
            by=cast.officer,
        )
    with django_assert_max_num_queries(25) as many:
        page(client, cast)
    assert len(few) == len(many)
