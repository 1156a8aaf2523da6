"""The decider's page, publication, and the control page."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation
from tests.evaluations.pages.conftest import SignIn
from tests.evaluations.services.month import Month, ready_ward

DECIDE = "/evaluations/2026-02/units/P-01/decide/"
PUBLISH = "/evaluations/2026-02/units/P-01/publish/"
CONTROL = "/evaluations/2026-02/"


def choices(month: Month, grade: str, reason: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pk in Evaluation.objects.filter(unit_cycle=month.unit("ward")).values_list("pk", flat=True):
        found[f"grade-{pk}"] = grade
        found[f"reason-{pk}"] = reason
    return found


def test_only_the_decider_opens_the_page(month: Month, signed_in: SignIn) -> None:
    assert signed_in("head").get(DECIDE).status_code == 200
    assert signed_in("other_head").get(DECIDE).status_code == 404
    for other in ("deputy", "officer", "personnel"):
        assert signed_in(other).get(DECIDE).status_code in (403, 404), other


def test_unscored_sheets_block_the_decision(month: Month, signed_in: SignIn) -> None:
    assert 'aria-disabled="true"' in signed_in("head").get(DECIDE).content.decode()


def test_departing_without_a_sentence_leads_back_with_the_choice_kept(month: Month, signed_in: SignIn) -> None:
    ready_ward(month)
    page = signed_in("head").post(DECIDE, choices(month, "C") | {"check": "1"})
    assert page.status_code == 422 and "Say why the grade departs." in page.content.decode()
    assert month.unit("ward").state == "SUBMITTED"


def test_check_decides_nothing_then_decide_then_publish(month: Month, signed_in: SignIn) -> None:
    ready_ward(month)
    client = signed_in("head")
    wish = choices(month, "C", "Giữ tỷ lệ chung")
    page = client.post(DECIDE, wish | {"check": "1"})
    assert page.status_code == 200 and "Giữ tỷ lệ chung" in page.content.decode()
    assert month.unit("ward").state == "SUBMITTED"
    version = {"row_version": month.unit("ward").row_version}
    assert client.post(DECIDE, wish | version | {"decide": "1"})["Location"] == PUBLISH
    assert month.unit("ward").state == "DECIDED"
    assert signed_in("deputy").get(PUBLISH).status_code in (403, 404)
    assert client.post(PUBLISH, {"row_version": month.unit("ward").row_version}).status_code == 302
    assert month.sheet("staff").state == "PUBLISHED" and month.sheet("staff").grade == "C"
    assert 'aria-disabled="true"' in client.get(PUBLISH).content.decode()


def test_more_a_than_the_quota_holds_is_refused_with_its_explanation(month: Month, signed_in: SignIn) -> None:
    ready_ward(month)
    version = {"row_version": month.unit("ward").row_version}
    page = signed_in("head").post(DECIDE, choices(month, "A", "Đều xứng đáng") | version | {"decide": "1"})
    text = page.content.decode()
    assert page.status_code == 422 and "30%" in text and "take 1" in text
    assert month.unit("ward").state == "SUBMITTED"


def test_stale_version_is_a_conflict(month: Month, signed_in: SignIn) -> None:
    ready_ward(month)
    wish = choices(month, "B", "Như nhau") | {"decide": "1", "row_version": month.unit("ward").row_version - 1}
    assert signed_in("head").post(DECIDE, wish).status_code == 409


def test_return_for_correction_needs_a_reason(month: Month, signed_in: SignIn) -> None:
    ready_ward(month)
    url = "/evaluations/2026-02/units/P-01/return/"
    version = month.unit("ward").row_version
    client = signed_in("head")
    assert client.post(url, {"row_version": version, "reason": ""}).status_code == 422
    assert client.post(url, {"row_version": version, "reason": "Chấm lại tiến độ"}).status_code == 302
    assert month.unit("ward").state == "OPEN"
    text = signed_in("division_head").get(f"/evaluations/2026-02/units/{month.cast.units['division'].code}/")
    assert 'data-state="returned"' in text.content.decode() or 'data-state="draft"' in text.content.decode()


def test_control_shows_the_officer_all_units_and_a_head_the_own(month: Month, signed_in: SignIn) -> None:
    everything = signed_in("officer").get(CONTROL).content.decode()
    own = signed_in("head").get(CONTROL).content.decode()
    assert "P-01" in everything and "P-02" in everything
    assert "P-01" in own and "P-02" not in own
    assert month.cast.people["staff"].full_name in own
    assert month.cast.people["other_staff"].full_name not in own
    assert signed_in("staff").get(CONTROL).status_code in (403, 404)


def test_control_costs_the_same_for_one_unit_and_for_many(month: Month, signed_in: SignIn) -> None:
    counts = []
    for name in ("head", "officer"):
        client = signed_in(name)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(CONTROL).status_code == 200
        counts.append(sum("cadres_familytie" not in one["sql"] for one in caught))  # once for who deals with rotations
    assert abs(counts[0] - counts[1]) <= 2 and max(counts) <= 25


def test_extending_and_closing(month: Month, signed_in: SignIn) -> None:
    url = f"{CONTROL}units/P-01/extend/"
    officer = signed_in("officer")
    wish = {"step": "DECIDE", "until": "31/12/2099", "reason": "Bão", "row_version": month.unit("ward").row_version}
    assert officer.post(url, wish | {"reason": ""}).status_code == 422
    assert officer.post(url, wish).status_code == 302
    assert month.unit("ward").due_overrides == {"DECIDE": "2099-12-31"}
    assert signed_in("other_head").get(url).status_code == 404
    assert signed_in("head").get(f"{CONTROL}close/").status_code == 403
    assert officer.post(f"{CONTROL}close/").status_code == 302
    month.cycle.refresh_from_db()
    assert month.cycle.state == "CLOSED"


def test_landing_names_each_duty(month: Month, signed_in: SignIn) -> None:
    head = signed_in("head").get("/evaluations/").content.decode()
    assert "own-sheet" in head and "unit-sheets" in head and "to-score" in head and "to-decide" in head
    staff = signed_in("staff").get("/evaluations/").content.decode()
    assert "own-sheet" in staff and "to-score" not in staff and "to-decide" not in staff
