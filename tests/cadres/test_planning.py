"""The planning list: entered by the organisation committee, closed to the barred, taken off and never removed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cadres.bars import Bar
from cadres.models import PlanningEntry
from cadres.services.barring import ExceptionDocument
from cadres.services.planning import end_planning, enter_planning
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import InvalidInput, Refused
from tests.cadres.conftest import GROUND, UNTIL, Barred
from tests.cast import Cast, position

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
DAY = date(2026, 5, 4)


def entered(cast: Cast, person: str = "staff", **more: Any) -> PlanningEntry:
    given = {"post_text": "Phó Chủ tịch", "term": "2026-2031", "on": DAY, "decision_number": "12-QĐ/TU"}
    return enter_planning(person=cast.people[person], by=cast.officer, **{**given, **more})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"post_text": " "}, "one_post"), ({"position": "division_head"}, "one_post"), ({"term": ""}, "term_missing"),
        ({"decision_number": " "}, "decision_missing"), ({}, "planned_twice"),
    ],
)  # fmt: skip
def test_what_is_missing_or_there_already_is_named(cast: Cast, more: dict[str, Any], code: str) -> None:
    entered(cast)
    if "position" in more:
        more = {"position": position(more["position"])}
    with pytest.raises((InvalidInput, Refused)) as refused:
        entered(cast, **more)
    assert refused.value.code == code
    assert PlanningEntry.objects.count() == 1


def test_the_barred_are_not_planned_without_a_document(cast: Cast, barred: Barred) -> None:
    barred[cast.people["staff"].pk] = [Bar("Cảnh cáo", UNTIL, GROUND)]
    with pytest.raises(Refused) as refused:
        entered(cast)
    assert refused.value.code == "barred" and GROUND in str(refused.value) and "12/03/2028" in str(refused.value)
    assert not PlanningEntry.objects.exists()
    made = entered(cast, exception=ExceptionDocument("77-QĐ/TU", DAY))
    assert (made.exception_document, made.exception_document_date) == ("77-QĐ/TU", DAY)
    assert AuditEvent.objects.filter(name="person.bar_excepted").count() == 1
    entered(cast, on=UNTIL + timedelta(days=1), term="2031-2036")


def test_a_line_ends_with_a_reason_and_stays(cast: Cast) -> None:
    entry = entered(cast, post_text="", position=position("division_head"))
    assert entry.post == "Trưởng phòng"
    for given, code in (
        ({"on": DAY, "reason": ""}, "reason_missing"),
        ({"on": date(2026, 5, 1), "reason": "x"}, "day_outside"),
    ):
        with pytest.raises(InvalidInput) as refused:
            end_planning(entry=entry, today=DAY, version=1, by=cast.officer, **given)  # type: ignore[arg-type]
        assert refused.value.code == code
    end_planning(entry=entry, on=DAY, today=DAY, reason="không còn đủ điều kiện", version=1, by=cast.officer)
    with pytest.raises(Refused):
        end_planning(entry=entry, on=DAY, today=DAY, reason="x", version=2, by=cast.officer)
    assert AuditEvent.objects.get(name="planning_entry.ended").reason == "không còn đủ điều kiện"
    entered(cast, post_text="", position=position("division_head"))  # may be planned again


def test_page_and_api_enter_and_end_for_the_committee_only(cast: Cast, as_user: SignIn) -> None:
    code = cast.people["staff"].code
    road, client = f"/people/{code}/planning/", as_user("officer")
    given = {"position": "Trưởng phòng", "term": "2026-2031", "on": "2026-05-04", "decision_number": "12-QĐ/TU"}
    for name in ("head", "personnel", "staff", "leader"):
        assert as_user(name).post(f"{road}new/", given).status_code == 403, name
    counts = []
    for number, term in enumerate(("2026-2031", "2031-2036", "2036-2041")):
        assert client.post(f"{road}new/", {**given, "term": term}).status_code == 302
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                assert term in client.get(road).content.decode()
            counts.append(len(asked))
    assert counts[0] == counts[1]
    for name in ("head", "personnel", "staff", "leader"):
        assert "2031-2036" in as_user(name).get(road).content.decode(), name
    assert as_user("other_head").get(road).status_code == 404
    body = {"person": code, "post_text": "Giám đốc", "term": "2026", "entered_on": "2026-05-04", "decision_number": "1"}
    made = client.post("/api/v1/planning/", body, content_type="application/json")
    assert made.status_code == 201, made.content
    end = {"on": "2026-05-05", "reason": "rút", "row_version": 1}
    address = f"/api/v1/planning/{made.json()['id']}/end/"
    assert client.post(address, end, content_type="application/json").json()["ended_on"] == "2026-05-05"
    assert client.get("/api/v1/planning/", {"ended": "true"}).json()["count"] == 1
    assert client.get("/api/v1/planning/", {"ended": "false"}).json()["count"] == 3
    first = PlanningEntry.objects.earliest("id")
    form = {"on": "2026-05-06", "reason": "rút", "row_version": first.row_version}
    assert client.post(f"{road}{first.pk}/end/", form).status_code == 302
