"""Policies of alerts change by a new dated row: who may, what is refused, what stays as it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.notifications.models import AlertPolicy
from foundation.notifications.policies import load_policies, policies_on
from foundation.notifications.policy_changes import change_policy
from foundation.web.clock import local_date
from foundation.workflow.errors import DomainError, Forbidden, StaleVersion, StateChanged
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
NEXT = TODAY + timedelta(days=10)


@pytest.fixture
def cast(db: None) -> Cast:
    load_policies()
    return build_cast()


def newest(rule: str) -> AlertPolicy:
    return AlertPolicy.objects.get(rule=rule, valid_to=None)


def change(cast: Cast, rule: str = "undertaking.due", by: str = "officer", **given: Any) -> AlertPolicy:
    row = newest(rule)
    asked: dict[str, Any] = {
        "policy": row, "version": row.row_version, "valid_from": NEXT, "legal_basis": "15/QĐ-BTCTU", "on": TODAY,
        "offsets": row.offsets, "told": row.told, "escalate_after": row.escalate_after, "by": cast.users[by],
    }  # fmt: skip
    return change_policy(**{**asked, **given})


def test_change_is_a_new_row_that_is_not_verified_and_the_old_one_ends_the_day_before(cast: Cast) -> None:
    before = newest("undertaking.due")
    made = change(cast, offsets=[3, 10], escalate_after=7)
    before.refresh_from_db()
    assert before.valid_to == NEXT - timedelta(days=1) and before.offsets == [5]
    assert (made.offsets, made.escalate_after, made.verified, made.title_vi) == ([10, 3], 7, False, before.title_vi)
    assert policies_on(TODAY).of("undertaking.due") == before and policies_on(NEXT).of("undertaking.due") == made
    with pytest.raises(StateChanged):
        change(cast, policy=before, version=before.row_version)
    with pytest.raises(StaleVersion):
        change(cast, version=99, valid_from=NEXT + timedelta(days=1))


def test_what_is_refused_and_by_which_field(cast: Cast) -> None:
    for rule, given, field in (
        ("undertaking.due", {"valid_from": TODAY}, "valid_from"),
        ("undertaking.due", {"legal_basis": " "}, "legal_basis"),
        ("undertaking.due", {"offsets": []}, "offsets"),
        ("undertaking.due", {"offsets": [367]}, "offsets"),
        ("undertaking.due", {"told": ["leader"]}, "told"),
        ("undertaking.due", {"escalate_after": 61}, "escalate_after"),
        ("rotation.due", {"offsets": [5]}, "offsets"),
        ("rotation.due", {"told": []}, "told"),
        ("rotation.due", {"told": ["leader"]}, "told"),
        ("case.own_term", {"escalate_after": 5}, "escalate_after"),
        ("inspection.team", {"escalate_after": 5}, "escalate_after"),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            change(cast, rule, **given)  # type: ignore[arg-type]
        assert refused.value.field == field, (rule, given)
    for who in ("head", "staff", "auditor", "admin"):
        with pytest.raises(Forbidden):
            change(cast, by=who)
    assert not AlertPolicy.objects.exclude(valid_to=None).exists()
    assert change(cast, "rotation.due", told=["head"]).told == ["head"]


def test_page_and_api_are_the_committee_s(cast: Cast) -> None:
    row, first = newest("undertaking.due"), local_date() + timedelta(days=1)
    page, listed = reverse("notifications:policy_change", args=[row.pk]), reverse("notifications:policies")
    api = f"/api/v1/alerts/policies/{row.pk}/change/"
    sent = {"valid_from": first.isoformat(), "legal_basis": "15/QĐ", "offsets": "9, 4", "escalate_after": "6"}
    head = signed_in(cast.head, client=Client())
    assert head.get(listed).status_code == 200 and page not in head.get(listed).content.decode()
    assert [head.get(page).status_code, head.post(page, sent).status_code] == [403, 403]
    assert head.post(api, {}, content_type="application/json").status_code == 403
    officer = signed_in(cast.officer, client=Client())
    assert page in officer.get(listed).content.decode() and officer.get(page).status_code == 200
    for wrong in ({"offsets": "x"}, {"valid_from": local_date().isoformat()}):
        assert officer.post(page, {**sent, "row_version": 1, **wrong}).status_code == 422
    assert officer.post(page, {**sent, "row_version": 1}).status_code == 302
    made = newest("undertaking.due")
    assert (made.offsets, made.escalate_after, made.told) == ([9, 4], 6, ["concerned"])
    again = {"valid_from": (first + timedelta(days=1)).isoformat(), "legal_basis": "16/QĐ", "row_version": 1}
    assert officer.post(api, again, content_type="application/json").status_code == 409
    api = f"/api/v1/alerts/policies/{made.pk}/change/"
    answer = officer.post(api, {**again, "escalate_after": None}, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["escalate_after"] is None and answer.json()["offsets"] == [9, 4]
