"""The registry in the API: fields by role, versions, filters, reach."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foundation.access import field_rights
from foundation.audit.models import AuditEvent
from tests.cast import Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
API = "/api/v1"


def send(client: Client, method: str, road: str, body: dict[str, Any]) -> Any:
    return getattr(client, method)(f"{API}{road}", body, content_type="application/json")


@pytest.mark.parametrize("reader", ["officer", "leader", "head", "personnel", "staff", "auditor"])
def test_person_has_exactly_the_keys_of_the_matrix(cast: Cast, as_user: SignIn, reader: str) -> None:
    staff = cast.people["staff"]
    rights = field_rights(cast.users[reader], staff)
    one = as_user(reader).get(f"{API}/people/{staff.code}/").json()
    assert set(one) == rights.readable | rights.masked
    assert (one.get("national_id") == staff.national_id) == (reader == "staff")
    if "national_id" in rights.masked:
        assert one["national_id"] == "•••••••••" + (staff.national_id or "")[-3:]
    if "birth_date" in rights.masked:
        assert one["birth_date"] == "1985"
    listed = as_user(reader).get(f"{API}/people/?q={staff.code}").json()["results"]
    assert [set(row) for row in listed] == [set(one) - {"national_id"}]


def test_number_over_the_api_needs_a_confirmation_and_a_reason(cast: Cast, as_user: SignIn) -> None:
    staff = cast.people["staff"]
    road = f"/people/{staff.code}/reveal/"
    reads = AuditEvent.objects.using("audit").filter(kind="read", name="person.revealed")
    late = send(signed_in(cast.users["officer"], step_up=False), "post", road, {"reason": "hồ sơ"})
    assert (late.status_code, late.json()["error"]["code"]) == (403, "step_up_needed")
    assert send(as_user("officer"), "post", road, {}).status_code == 400
    assert send(as_user("head"), "post", road, {"reason": "tò mò"}).status_code == 403
    assert send(as_user("other_head"), "post", road, {"reason": "tò mò"}).status_code == 404
    assert not reads.exists()
    assert send(as_user("officer"), "post", road, {"reason": "hồ sơ"}).json() == {"national_id": staff.national_id}
    assert [(event.object_id, event.reason, event.source) for event in reads] == [(str(staff.pk), "hồ sơ", "api")]


def test_number_is_not_set_over_the_api_without_a_confirmation(cast: Cast) -> None:
    staff, client = cast.people["staff"], signed_in(cast.users["officer"], step_up=False)
    body = {"national_id": "001199000009", "row_version": staff.row_version}
    assert send(client, "patch", f"/people/{staff.code}/", body).json()["error"]["code"] == "step_up_needed"


def test_own_number_is_read_in_full_and_leaves_no_event(cast: Cast, as_user: SignIn) -> None:
    staff = cast.people["staff"]
    assert as_user("staff").get(f"{API}/people/{staff.code}/").json()["national_id"] == staff.national_id
    assert not AuditEvent.objects.using("audit").filter(kind="read").exists()


def test_edit_needs_the_version_and_a_stale_one_gets_both(cast: Cast, as_user: SignIn) -> None:
    staff, client = cast.people["staff"], as_user("personnel")
    road = f"/people/{staff.code}/"
    assert send(client, "patch", road, {"education": "Thạc sĩ"}).status_code == 428
    first = send(client, "patch", road, {"education": "Thạc sĩ", "row_version": staff.row_version})
    assert first.status_code == 200 and first.json()["row_version"] == staff.row_version + 1
    stale = send(client, "patch", road, {"education": "Tiến sĩ", "row_version": staff.row_version})
    assert stale.status_code == 409
    details = stale.json()["error"]["details"]
    assert (details["current"]["education"], details["yours"]["education"]) == ("Thạc sĩ", "Tiến sĩ")


@pytest.mark.parametrize("body", [{"unit": "P-02"}, {"sort_key": "0"}, {"code": "X"}, {"nonsense": 1}])
def test_edit_refuses_fields_nobody_may_set(cast: Cast, as_user: SignIn, body: dict[str, Any]) -> None:
    answer = send(as_user("officer"), "patch", f"/people/{cast.people['staff'].code}/", body | {"row_version": 2})
    assert answer.status_code == 400


def test_edit_by_others_is_refused_and_hidden_from_strangers(cast: Cast, as_user: SignIn) -> None:
    road = f"/people/{cast.people['staff'].code}/"
    assert send(as_user("head"), "patch", road, {"note": "x", "row_version": 2}).status_code == 403
    stranger, nobody = as_user("other_head"), f"{API}/people/CB9999999/"
    answers = [
        send(stranger, "patch", road, {"note": "x", "row_version": 2}),
        stranger.patch(nobody, {"note": "x", "row_version": 2}, content_type="application/json"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.json()["error"] for answer in answers]
    first, second = ({k: v for k, v in body.items() if k != "request_id"} for body in bodies)
    assert first == second


def test_transfer_by_api(cast: Cast, as_user: SignIn) -> None:
    staff, client = cast.people["staff"], as_user("officer")
    post = staff.postings.get().position_id
    body = {"unit": "P-02", "position": post, "on": "2026-06-01", "decision_number": "9/QĐ"}
    assert send(client, "post", f"/people/{staff.code}/transfer/", body).status_code == 428
    done = send(client, "post", f"/people/{staff.code}/transfer/", body | {"row_version": staff.row_version})
    assert done.status_code == 200 and done.json()["unit"] == "P-02"
    again = send(client, "post", f"/people/{staff.code}/transfer/", body | {"row_version": staff.row_version})
    assert again.status_code in (409, 422)


def test_new_person_by_api_stays_within_reach(cast: Cast, as_user: SignIn) -> None:
    post = cast.people["staff"].postings.get().position_id
    body = {
        "code": "CB9000002",
        "full_name": "Lê Mới",
        "employment_kind": "civil",
        "unit": "P-02",
        "position": post,
        "valid_from": "2026-05-04",
    }
    assert send(as_user("personnel"), "post", "/people/", body).status_code == 422
    made = send(as_user("personnel"), "post", "/people/", body | {"unit": cast.units["office"].code})
    assert made.status_code == 201 and made.json()["unit"] == cast.units["office"].code


@pytest.mark.parametrize("road", ["postings", "absences", "positions", "people"])
def test_list_refuses_unknown_parameters(as_user: SignIn, road: str) -> None:
    assert as_user("officer").get(f"{API}/{road}/?pasword=1").status_code == 400
    assert Client().get(f"{API}/{road}/").status_code in (401, 403)


def test_postings_and_absences_keep_to_the_reach(cast: Cast, as_user: SignIn) -> None:
    client, code = as_user("other_head"), cast.people["staff"].code
    assert client.get(f"{API}/postings/?person={code}").json()["count"] == 0
    foreign = cast.people["staff"].postings.get()
    assert client.get(f"{API}/postings/{foreign.pk}/").status_code == 404
    body = {"person": code, "kind": "leave", "starts_on": "2026-05-04", "ends_on": "2026-05-05"}
    assert send(client, "post", "/absences/", body).status_code == 404
    made = send(as_user("personnel"), "post", "/absences/", body)
    assert made.status_code == 201
    confirmed = send(as_user("head"), "post", f"/absences/{made.json()['id']}/confirm/", {"row_version": 1})
    assert confirmed.json()["confirmed"] is True


def test_posting_ends_by_api_with_version(cast: Cast, as_user: SignIn) -> None:
    posting = cast.people["staff"].postings.get()
    client = as_user("personnel")
    assert send(client, "post", f"/postings/{posting.pk}/end/", {"on": "2026-06-30"}).status_code == 428
    done = send(client, "post", f"/postings/{posting.pk}/end/", {"on": "2026-06-30", "row_version": 1})
    assert done.json()["valid_to"] == "2026-06-30"


def test_list_costs_the_same_with_few_and_many(as_user: SignIn, django_assert_max_num_queries: Callable) -> None:
    client = as_user("personnel")
    client.get(f"{API}/people/")
    for road in ("people", "postings"):
        with django_assert_max_num_queries(25) as one:
            client.get(f"{API}/{road}/?page_size=1")
        with django_assert_max_num_queries(25) as three:
            assert len(client.get(f"{API}/{road}/?page_size=3").json()["results"]) == 3
        assert len(one) == len(three)
