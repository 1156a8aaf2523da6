"""Declared relatives: read from both sides, told to nobody who need not know, ended and never removed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cadres.models import FamilyTie
from cadres.selectors.ties import relatives_of
from cadres.services.ties import declare_tie, end_tie
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused
from tests.cast import Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
DAY = date(2026, 5, 4)


def declared(cast: Cast, person: str, relative: str, kind: str = "sibling", **more: Any) -> FamilyTie:
    one = cast.people[relative]
    given = {"name": one.full_name, "code": one.code, "on": DAY, "by": cast.users[person], **more}
    return declare_tie(person=cast.people[person], kind=kind, **given)


def test_relatives_are_found_from_both_sides_in_one_query(cast: Cast) -> None:
    tie = declared(cast, "staff", "staff2")
    declared(cast, "head", "staff", kind="child")
    declare_tie(person=cast.people["clerk"], kind="spouse", name="Người Ngoài", on=DAY, by=cast.clerk)
    key = {name: person.pk for name, person in cast.people.items()}
    for wanted in (["staff"], ["staff", "staff2", "clerk"]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = relatives_of([key[name] for name in wanted], on=DAY)
        assert len(asked) == 1
    assert found == {key["staff"]: {key["staff2"], key["head"]}, key["staff2"]: {key["staff"]}, key["clerk"]: set()}
    end_tie(tie=tie, on=DAY, today=DAY, reason="nhập nhầm", version=1, by=cast.staff)
    assert relatives_of([key["staff2"]], on=DAY) == {key["staff2"]: {key["staff"]}}
    assert relatives_of([key["staff2"]], on=DAY + timedelta(days=1)) == {key["staff2"]: set()}
    assert relatives_of([key["staff2"]], on=DAY - timedelta(days=900)) == {key["staff2"]: {key["staff"]}}


def test_a_code_is_believed_only_with_the_name_and_the_answer_never_tells(cast: Cast, as_user: SignIn) -> None:
    one, client = cast.people["other_staff"], as_user("staff")
    answers = []
    for code in (one.code, "CB9999999"):
        body = {"person": cast.people["staff"].code, "kind": "sibling", "relative_name": one.full_name}
        answer = client.post("/api/v1/family-ties/", {**body, "relative_code": code}, content_type="application/json")
        assert answer.status_code == 201, answer.content
        answers.append({name: value for name, value in answer.json().items() if name not in ("id", "relative_code")})
    assert answers[0] == answers[1] and "relative" not in answers[0]
    linked, unknown = FamilyTie.objects.order_by("id")
    assert (linked.relative, unknown.relative) == (one, None)
    wrong = declare_tie(
        person=cast.people["staff"], kind="parent", name="Tên Khác", code=one.code, on=DAY, by=cast.staff
    )
    assert wrong.relative is None
    page = client.get(f"/people/{cast.people['staff'].code}/family/").content.decode()
    assert one.full_name in page and "in the registry" not in page and "not found" not in page


def test_what_cannot_be_declared_or_ended_is_named(cast: Cast) -> None:
    tie = declared(cast, "staff", "staff2")
    person = cast.people["staff"]
    with pytest.raises(Refused) as twice:
        declared(cast, "staff", "staff2")
    with pytest.raises(InvalidInput) as own:
        declare_tie(person=person, kind="sibling", name="An", code=person.code.lower(), on=DAY, by=cast.staff)
    with pytest.raises(InvalidInput) as nameless:
        declare_tie(person=person, kind="sibling", name=" ", on=DAY, by=cast.staff)
    assert [error.value.code for error in (twice, own, nameless)] == ["tie_twice", "own_code", "name_missing"]
    for given, code in (
        ({"on": DAY, "reason": " "}, "reason_missing"),
        ({"on": DAY - timedelta(days=1), "reason": "x"}, "day_outside"),
        ({"on": DAY + timedelta(days=2), "reason": "x"}, "day_outside"),
    ):
        with pytest.raises(InvalidInput) as refused:
            end_tie(tie=tie, today=DAY + timedelta(days=1), version=1, by=cast.staff, **given)  # type: ignore[arg-type]
        assert refused.value.code == code
    end_tie(tie=tie, on=DAY, today=DAY, reason="ly hôn", version=1, by=cast.staff)
    with pytest.raises(Refused):
        end_tie(tie=tie, on=DAY, today=DAY, reason="ly hôn", version=2, by=cast.staff)
    assert AuditEvent.objects.get(name="family_tie.ended").reason == "ly hôn"
    declared(cast, "staff", "staff2")  # an ended one does not stand in the way


def test_names_open_to_an_officer_on_a_reason_and_a_fresh_confirmation_only(cast: Cast, as_user: SignIn) -> None:
    tie = declared(cast, "staff", "other_staff")
    name, road = cast.people["other_staff"].full_name, f"/people/{cast.people['staff'].code}/family/"
    assert name in as_user("staff").get(road).content.decode()
    for name_of in ("head", "leader", "auditor"):  # they see the person, and not even that there is such a tab
        assert as_user(name_of).get(road).status_code == 404, name_of
        assert road not in as_user(name_of).get(f"/people/{cast.people['staff'].code}/").content.decode(), name_of
    assert as_user("personnel").get(road.replace(cast.people["staff"].code, "CB0000009")).status_code == 404
    client = as_user("personnel")
    closed = client.get(road).content.decode()
    assert "Brother or sister" in closed and name not in closed and tie.relative_code not in closed
    assert name not in client.post(f"{road}show/", {"reason": " "}).content.decode()
    reads = AuditEvent.objects.using("audit").filter(kind="read", name="person.relatives_revealed")
    assert not reads.exists()
    cold = signed_in(cast.users["personnel"], step_up=False).post(f"{road}show/", {"reason": "hội đồng"})
    assert name not in cold.content.decode() and cold.status_code in (302, 403)
    open_page = client.post(f"{road}show/", {"reason": "lập hội đồng"}).content.decode()
    assert name in open_page and "in the registry" not in open_page
    assert [event.reason for event in reads] == ["lập hội đồng"]
    assert "in the registry" in as_user("officer").post(f"{road}show/", {"reason": "đối chiếu"}).content.decode()
    listed = client.get("/api/v1/family-ties/").json()["results"]
    assert [row["kind"] for row in listed] == ["sibling"] and name not in str(listed)
    assert name not in client.get(f"/api/v1/family-ties/{tie.pk}/").content.decode()


def test_the_page_declares_and_ends_and_asks_the_same_number_of_queries(cast: Cast, as_user: SignIn) -> None:
    client, road = as_user("staff"), f"/people/{cast.people['staff'].code}/family/"
    counts = []
    for number, relative in enumerate(("staff2", "clerk", "deputy")):
        one = cast.people[relative]
        given = {"kind": "sibling", "name": one.full_name, "code": one.code}
        assert client.post(f"{road}new/", given).status_code == 302
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                client.get(road)
            counts.append(len(asked))
    assert counts[0] == counts[1] and FamilyTie.objects.count() == 3
    tie = FamilyTie.objects.earliest("id")
    assert (tie.source, tie.declared_on) == ("self", local_date())
    ended = {"on": local_date().isoformat(), "reason": "nhập nhầm", "row_version": tie.row_version}
    assert client.post(f"{road}{tie.pk}/end/", ended).status_code == 302
    tie.refresh_from_db()
    assert tie.ended_on == local_date()
    assert client.post(f"{road}{tie.pk}/end/", ended).status_code == 422
