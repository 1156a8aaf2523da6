"""Corrections over the API: the same refusals, fields by the matrix, versions in force in the lists."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from evaluations.models import Evaluation, Revision
from foundation.access import readable_fields
from tests.cast import add_person, build_cast
from tests.evaluations.services.month import Month, open_month
from tests.evaluations.services.revised import execute, propose, publish_ward
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
WISH = {"kind": "DOCUMENT", "reason": "Có văn bản mới", "document": "12/QĐ-UBND", "document_date": "2026-03-05",
        "grade": "C", "departure_reason": "Theo văn bản mới"}  # fmt: skip


@pytest.fixture
def month() -> Month:
    return open_month()


def api(month: Month, key: str, **more: Any) -> APIClient:
    client = APIClient()
    client.cookies = signed_in(User.objects.get(pk=month.cast.users[key].pk), **more).cookies
    return client


def test_from_the_proposal_to_the_new_version(month: Month) -> None:
    sheet = publish_ward(month)
    officer, second, staff = (api(month, key) for key in ("officer", "officer2", "staff"))
    url = f"{ROOT}evaluations/{sheet.pk}/revise/"
    assert officer.post(url, WISH, format="json").status_code == 428
    sent = officer.post(url, WISH | {"row_version": sheet.row_version}, format="json")
    assert sent.status_code == 201, sent.content
    revision = f"{ROOT}revisions/{sent.json()['code']}/"
    assert staff.get(revision).status_code == 404
    version = {"row_version": sent.json()["row_version"]}
    own = officer.post(f"{revision}execute/", version, format="json")
    assert (own.status_code, own.json()["error"]["code"]) == (403, "duty_apart_proposer")
    done = second.post(f"{revision}execute/", version, format="json")
    assert done.status_code == 200, done.content
    assert (done.json()["version"], done.json()["grade"], done.json()["supersedes"]) == (2, "C", sheet.pk)
    assert officer.get(f"{ROOT}evaluations/{sheet.pk}/").json()["state"] == "SUPERSEDED"
    assert set(staff.get(revision).json()) == set(readable_fields(month.user("staff"), Revision.objects.get()))
    again = second.post(f"{revision}refuse/", version | {"reason": "x"}, format="json")
    assert again.status_code == 409


def test_lists_count_the_version_in_force(month: Month) -> None:
    sheet = publish_ward(month)
    execute(month, propose(month, sheet))
    officer, person = api(month, "officer"), month.cast.people["staff"].code
    found = officer.get(f"{ROOT}evaluations/?person={person}").json()["results"]
    assert [(row["version"], row["state"]) for row in found] == [(2, "PUBLISHED")]
    found = officer.get(f"{ROOT}evaluations/?person={person}&versions=all").json()["results"]
    assert sorted((row["version"], row["state"]) for row in found) == [(1, "SUPERSEDED"), (2, "PUBLISHED")]
    assert officer.get(f"{ROOT}evaluations/?versions=old").status_code == 400


def test_a_fresh_confirmation_is_needed(month: Month) -> None:
    sheet = publish_ward(month)
    stale = api(month, "officer", step_up=False)
    answer = stale.post(f"{ROOT}evaluations/{sheet.pk}/revise/", WISH | {"row_version": 1}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "step_up_needed")
    revision = propose(month, sheet)
    second = api(month, "officer2", step_up=False)
    answer = second.post(f"{ROOT}revisions/{revision.code}/execute/", {"row_version": 1}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "step_up_needed")
    assert Evaluation.objects.filter(version=2).count() == 0


def test_filters_and_unknown_parameters(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    officer = api(month, "officer")
    for query, there in (
        ("state=PROPOSED", True), ("state=REFUSED", False), ("kind=DOCUMENT", True), ("kind=RESCISSION", False),
        ("cycle=2026-02", True), ("cycle=2026-01", False), ("unit=P-01", True), ("unit=P-02", False),
    ):  # fmt: skip
        codes = [row["code"] for row in officer.get(f"{ROOT}revisions/?{query}").json()["results"]]
        assert (codes == [revision.code]) is there, query
    for query in ("grade=C", "ordering=grade", "state=XX"):
        assert officer.get(f"{ROOT}revisions/?{query}").status_code == 400, query


def test_auditor_reads_who_and_when_only(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    found = api(month, "auditor").get(f"{ROOT}revisions/{revision.code}/").json()
    assert "proposed_by" in found and not {"grade", "lines", "reason", "document"} & set(found)


def test_unknown_and_foreign_keys_are_refused(month: Month) -> None:
    sheet = publish_ward(month)
    officer = api(month, "officer")
    url = f"{ROOT}evaluations/{sheet.pk}/revise/"
    body = WISH | {"row_version": sheet.row_version}
    for change in ({"settled_by": 1}, {"state": "EXECUTED"}, {"proposed_by": 1}, {"lines": {"x": {"total": 1}}}):
        assert officer.post(url, body | change, format="json").status_code == 400, change
    assert not Revision.objects.exists()


def test_decider_and_superior_are_named(month: Month) -> None:
    officer, ward = api(month, "officer"), month.unit("ward")
    deputy, boss = month.cast.people["deputy"], month.cast.people["division_head"]
    url = f"{ROOT}unit-cycles/{ward.pk}/"
    body = {"row_version": ward.row_version, "reason": "Nghỉ dài", "person": deputy.code}
    moved = officer.post(f"{url}assign-superior/", body | {"before": boss.code}, format="json")
    assert moved.json() == {"sheets": 2}
    assert officer.post(f"{url}assign-decider/", body | {"person": "KHONG"}, format="json").status_code == 422
    assert officer.post(f"{url}assign-decider/", body, format="json").json()["decider"] == deputy.code
    assert api(month, "head").post(f"{url}assign-decider/", body, format="json").status_code == 403


def test_list_costs_the_same_for_10_and_100_rows() -> None:
    cast = build_cast()
    for number in range(104):
        add_person(cast, f"x{number}", f"Lý Văn {number}", cast.units["ward"], "staff", account=False)
    month = open_month(cast)
    seed_proposals(month)
    client, counts = api(month, "officer"), []
    for size in (10, 100):
        client.get(f"{ROOT}revisions/?page_size={size}")
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(f"{ROOT}revisions/?page_size={size}")
        assert len(answer.json()["results"]) == size
        counts.append(len(caught))
    assert counts[0] == counts[1]


def seed_proposals(month: Month) -> None:
    """A proposal for each of the ward's sheets, as rows only."""
    from foundation.audit.record import recorded
    from tests.foundation.audit import rows

    with recorded(by=None, source="test"):
        for sheet in Evaluation.objects.filter(unit_cycle=month.unit("ward")):
            rows.revision(evaluation=sheet, proposed_by=month.user("head"), settled_by=month.user("officer"))
