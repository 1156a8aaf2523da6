"""Pages and API of inspections: a walk through the forms, what each reader is shown, and what a page costs."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.audit.models import AuditEvent
from foundation.web.clock import HANOI, local_date
from inspections.models import Draw, Inspection, Team
from inspections.services.draws import hold_draw, open_draw
from tests.cast import Cast, build_cast
from tests.inspections.test_draws import NUMBER, sealed
from tests.inspections.walk import assigned, at_its_time, draft, started, team_of
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    return team_of(cast)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def at(days: int, hours: int = 0) -> str:
    moment = timezone.now() + timedelta(days=days, hours=hours)
    return moment.astimezone(HANOI).strftime("%Y-%m-%dT%H:%M")


def test_walk_through_the_forms_from_the_decision_to_the_door(cast: Cast) -> None:
    team_of(cast, number="1/QĐ-UBND")
    officer, other = signed_in(cast.officer), signed_in(cast.officer2)
    today = local_date()
    body = {
        "number": "18/QĐ-UBND", "title": "Đoàn kiểm tra số hai", "decided_on": today, "signed_by": "Chủ tịch",
        "unit": "UBND", "scope": "HN", "valid_from": today, "valid_to": today + timedelta(days=90),
        "notice_days": 10, "verify_days": 10, "reveal_minutes": 30, "cooling_months": 24,
    }  # fmt: skip
    assert officer.post("/inspections/teams/new/", body).status_code == 302
    made = Team.objects.get(number="18/QĐ-UBND")
    for name, role in (("team_head", "leader"), ("inspector", "member"), ("inspector2", "member")):
        member = {"user": name, "role": role, "since": today}
        assert officer.post(f"/inspections/teams/{made.pk}/members/", member).status_code == 302
    assert officer.post(f"/inspections/teams/{made.pk}/enact/").status_code == 403  # who wrote it down
    assert other.post(f"/inspections/teams/{made.pk}/enact/").status_code == 302
    plan = {
        "unit": "P-01", "kind": "surprise", "contents": ["hours"], "basis": "Rút thăm RT-2026-00001, lượt 1",
        "approver": cast.users["team_head"].pk, "overlap_note": "",
    }  # fmt: skip
    answer = officer.post("/inspections/new/?team=18/QĐ-UBND", plan)
    assert answer.status_code == 302
    row = Inspection.objects.get()
    page = f"/inspections/{row.public_id}/"
    head, lead = signed_in(cast.users["team_head"]), signed_in(cast.users["inspector"])
    assert head.post(f"{page}approve/").status_code == 302
    when = {"window_from": at(1), "window_to": at(1, 3), "meeting_place": "Cổng số 1"}
    call = when | {"lead": cast.users["inspector"].pk, "members": [cast.users["inspector2"].pk]}
    assert officer.post(f"{page}assign/", call).status_code == 302
    assert lead.get(page).status_code == 404 and "Cổng số 1" in text(lead.get("/inspections/calls/"))
    row.refresh_from_db()
    moved = when | {"window_from": at(2), "window_to": at(2, 3), "row_version": row.row_version}
    assert officer.post(f"{page}reschedule/", moved).status_code == 302
    at_its_time(row)
    assert lead.post(f"{page}declare/", {"conflict": "no", "note": ""}).status_code == 302
    assert lead.post(f"{page}start/", {"place": "Trụ sở UBND phường"}).status_code == 302
    row.refresh_from_db()
    assert row.code in text(signed_in(cast.head).get(page)) and row.basis not in text(signed_in(cast.head).get(page))


def test_refusal_stands_on_its_field_and_nothing_is_written(cast: Cast, team: Team) -> None:
    plan = {"unit": "P-01", "kind": "surprise", "contents": ["hours"], "basis": " ", "approver": cast.officer.pk}
    answer = signed_in(cast.officer).post("/inspections/new/", plan)
    assert answer.status_code == 422 and not Inspection.objects.exists()
    found = draft(cast, team)
    stale = {"unit": "P-02", "kind": "surprise", "contents": ["hours"], "basis": "x", "row_version": 99}
    assert signed_in(cast.officer).post(f"/inspections/{found.public_id}/edit/", stale).status_code == 409


def test_reads_of_a_sealed_one_are_events_and_the_report_counts_them(cast: Cast, team: Team) -> None:
    """M-13: list, page and API each leave one, named after who looked; after the start nothing more is noted."""
    found = assigned(cast, team)
    officer, head = signed_in(cast.officer), signed_in(cast.users["team_head"])
    for client, address in (
        (officer, "/inspections/"), (officer, f"/inspections/{found.public_id}/"),
        (officer, f"/api/v1/inspections/{found.public_id}/"), (head, "/api/v1/inspections/"),
    ):  # fmt: skip
        assert client.get(address).status_code == 200
    at_its_time(found)
    report = text(head.get(f"/inspections/{found.public_id}/knowers/"))
    assert cast.officer.full_name in report and cast.users["inspector"].full_name in report
    looks = AuditEvent.objects.using("audit").filter(name="inspection.read_sealed", object_id=str(found.pk))
    seen = Counter(looks.values_list("actor", flat=True))
    assert seen == {str(cast.officer.pk): 3, str(cast.users["team_head"].pk): 2}
    assert signed_in(cast.officer2).get(f"/inspections/{found.public_id}/knowers/").status_code == 404


def test_draw_shows_the_commitment_to_all_and_the_list_once_it_is_open(cast: Cast, team: Team) -> None:
    made = sealed(cast, team)
    stranger, officer = signed_in(cast.staff), signed_in(cast.officer)
    address = f"/inspections/draws/{made.code}/"
    shut = text(stranger.get(address))
    assert made.commitment in shut and "P-01" not in shut and stranger.get(f"{address}text/").status_code == 404
    assert "P-01" in text(officer.get(address))
    drawn = hold_draw(draw=made, outside_number=NUMBER, on=made.outside_on, by=cast.officer)
    assert NUMBER in text(stranger.get(address)) and "P-01" not in text(stranger.get(address))
    open_draw(draw=drawn, by=cast.officer)
    opened = text(stranger.get(address))
    assert "P-01" in opened and NUMBER in opened
    assert stranger.get(f"{address}text/").content.decode() == Draw.objects.get().sealed_text
    body = {
        "team": team.pk, "title": "Rút thăm", "kinds": ["ward"], "places": 1, "outside_name": "VN-Index",
        "outside_on": local_date() + timedelta(days=1), "exclusions": "P-02: mới kiểm tra",
    }  # fmt: skip
    assert officer.post("/inspections/draws/new/", body).status_code == 302
    assert Draw.objects.order_by("-pk")[0].excluded == 1


def test_api_shows_each_reader_the_fields_of_the_matrix_and_starts(cast: Cast, team: Team) -> None:
    found = at_its_time(assigned(cast, team))
    lead = signed_in(cast.users["inspector"])
    address = f"/api/v1/inspections/{found.public_id}/"
    answer = lead.post(f"{address}declare/", {"conflict": False}, "application/json")
    assert answer.status_code == 204
    begun = lead.post(f"{address}start/", {"place": "Cổng"}, "application/json")
    assert begun.status_code == 200 and begun.json()["code"].startswith("KT-")
    unit = signed_in(cast.head).get(address).json()
    assert "basis" not in unit and unit["unit"] == "P-01"
    assert signed_in(cast.other_head).get(address).status_code == 404
    assert [row["public_id"] for row in signed_in(cast.head).get("/api/v1/inspections/").json()["results"]] == [
        found.public_id
    ]


def test_lists_cost_the_same_with_one_row_and_three(cast: Cast, team: Team) -> None:
    counts: list[list[int]] = []
    started(cast, team)
    sealed(cast, team)
    client = signed_in(cast.leader)
    for _round in range(2):
        counts.append([_queries(client, address) for address in ("/inspections/", "/inspections/draws/")])
        for _more in range(2):
            started(cast, team, unit="other")
            sealed(cast, team)
    assert counts[0] == counts[1]


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
