"""Concurrent and acting posts and secondments: through the service, the pages and the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant
from cadres.models import Posting
from cadres.selectors.postings import head_of
from cadres.services.postings import end_posting
from cadres.services.posts_beside import add_post
from evaluations.selectors.chain import people_due
from foundation.workflow.errors import DomainError, Refused, StaleVersion, VersionMissing
from organization.models import Unit
from tests.cast import Cast, position

pytestmark = pytest.mark.django_db
FROM, UNTIL = date(2026, 3, 1), date(2026, 9, 30)
POSTINGS = "/api/v1/postings/"


def add(cast: Cast, key: str = "staff", **more: Any) -> Posting:
    person = cast.people[key]
    person.refresh_from_db()
    fields = {"kind": "concurrent", "unit": cast.units["office"], "position": position("staff"), "valid_from": FROM,
              "valid_to": UNTIL, "decision_number": "7/QĐ", "version": person.row_version}  # fmt: skip
    return add_post(person=person, by=cast.officer, **{**fields, **more})


def test_a_concurrent_post_leaves_main_post_and_unit(cast: Cast) -> None:
    made = add(cast)
    staff = cast.people["staff"]
    staff.refresh_from_db()
    assert (made.kind, staff.unit, staff.postings.count()) == ("concurrent", cast.units["division"], 2)


def test_an_acting_head_heads_and_has_the_rights_for_the_days(cast: Cast) -> None:
    end_posting(posting=cast.people["other_head"].postings.get(), on=date(2026, 2, 28), version=1, by=cast.officer)
    made = add(cast, "deputy", kind="acting", unit=cast.units["other"], position=position("head"))
    assert head_of(cast.units["other"], FROM) == cast.people["deputy"]
    grant = RoleGrant.objects.get(user=cast.deputy, unit=cast.units["other"])
    assert (grant.valid_from, grant.valid_to, grant.state) == (FROM, UNTIL, "active")
    end_posting(posting=made, on=date(2026, 5, 31), version=1, by=cast.officer)
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 5, 31)


def test_of_a_seconded_person_the_receiving_unit_grades_and_the_home_unit_keeps_the_file(cast: Cast) -> None:
    add(cast, kind="seconded", unit=cast.units["other"])
    due = {row.person_id: row.unit_id for row in people_due(date(2026, 4, 30))}
    staff = cast.people["staff"]
    staff.refresh_from_db()
    assert due[staff.pk] == cast.units["other"].pk and staff.unit == cast.units["division"]
    assert {row.person_id: row.unit_id for row in people_due(date(2026, 10, 31))}[staff.pk] == cast.units["division"].pk


REFUSED: dict[str, dict[str, Any]] = {
    "main_post": {"kind": "primary"},
    "ends_before_begin": {"valid_to": date(2026, 2, 1)},
    "no_main_post": {"valid_from": date(2025, 6, 1)},
    "secondment_without_end": {"kind": "seconded", "valid_to": None},
    "secondment_too_long": {"kind": "seconded", "valid_to": date(2029, 3, 1)},
    "secondment_at_home": {"kind": "seconded"},
    "decision_missing": {"decision_number": " "},
    "unit_dissolved": {"unit": "ended"},
    "same_post": {"unit": "division"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_is_refused_by_name(cast: Cast, code: str) -> None:
    given = dict(REFUSED[code])
    Unit.objects.filter(pk=cast.units["other"].pk).update(valid_to=date(2026, 5, 1))
    named = {"ended": "other", "division": "division"}.get(str(given.get("unit")))
    if code == "secondment_at_home":
        given["unit"] = cast.units["ward"]
    elif code.startswith("secondment"):
        given["unit"] = cast.units["committee"]
    if named:
        cast.units[named].refresh_from_db()
        given["unit"] = cast.units[named]
    with pytest.raises(DomainError) as refused:
        add(cast, **given)
    assert refused.value.code == code
    assert cast.people["staff"].postings.count() == 1


def test_secondments_never_overlap_and_the_limit_is_three_years_to_the_day(cast: Cast) -> None:
    other = cast.units["other"]
    add(cast, kind="seconded", unit=other, valid_to=date(2029, 2, 28))
    with pytest.raises(Refused) as refused:
        add(cast, kind="seconded", unit=other, position=position("deputy"), valid_from=date(2027, 1, 1),
            valid_to=date(2027, 6, 1))  # fmt: skip
    assert refused.value.code == "secondments_overlap"


def test_two_tabs_add_one_post(cast: Cast) -> None:
    version = cast.people["staff"].row_version
    add(cast, version=version)
    with pytest.raises(StaleVersion):
        add(cast, version=version, position=position("deputy"))


def test_an_ended_post_is_not_made_longer(cast: Cast) -> None:
    made = add(cast)
    with pytest.raises(Refused) as refused:
        end_posting(posting=made, on=date(2027, 1, 1), version=1, by=cast.officer)
    assert refused.value.code == "ends_earlier"


def test_personnel_add_and_end_a_post_through_the_pages(cast: Cast, as_user: Callable[[str], Client]) -> None:
    personnel, code = as_user("personnel"), cast.people["staff"].code
    posts = personnel.get(reverse("cadres:person_posts", args=[code])).content.decode()
    assert reverse("cadres:post_add", args=[code]) in posts
    address = reverse("cadres:post_add", args=[code])
    assert "stays as it is" in personnel.get(address).content.decode()
    fields = {
        "kind": "concurrent",
        "unit": cast.units["office"].code,
        "position": "Chuyên viên",
        "valid_from": "2026-03-01",
        "valid_to": "",
        "decision_number": "7/QĐ",
        "row_version": cast.people["staff"].row_version,
    }
    assert personnel.post(address, {**fields, "unit": "P-02"}).status_code == 422, "outside the reach"
    assert personnel.post(address, fields).status_code == 302
    made = Posting.objects.get(person=cast.people["staff"], kind="concurrent")
    end = reverse("cadres:post_end", args=[code, made.pk])
    assert "main post stays" in personnel.get(end).content.decode()
    assert personnel.post(end, {"on": "2026-02-01", "row_version": 1}).status_code == 422
    assert personnel.post(end, {"on": "2026-04-30", "row_version": 1}).status_code == 302
    made.refresh_from_db()
    assert made.valid_to == date(2026, 4, 30)
    assert as_user("head").get(address).status_code == 403
    assert as_user("staff2").get(address).status_code == 404


def test_the_api_adds_a_post_with_the_same_refusals(cast: Cast, as_user: Callable[[str], Client]) -> None:
    client, person = as_user("officer"), cast.people["staff"]
    body = {"person": person.code, "unit": "P-02", "position": position("staff").pk, "kind": "seconded",
            "valid_from": "2026-03-01", "decision_number": "7/QĐ", "row_version": person.row_version}  # fmt: skip
    answer = client.post(POSTINGS, body, content_type="application/json")
    assert answer.json()["error"]["code"] == "secondment_without_end"
    answer = client.post(POSTINGS, {**body, "valid_to": "2026-12-31"}, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["kind"] == "seconded"
    assert client.post(POSTINGS, {**body, "valid_to": "2027-12-31"}, content_type="application/json").status_code in (
        409,
        422,
    )
    assert as_user("head").post(POSTINGS, body, content_type="application/json").status_code == 403


def test_without_a_version_nothing_is_added(cast: Cast) -> None:
    with pytest.raises(VersionMissing):
        add(cast, version=None)
