"""Opening another person's sheet or objection is one event; one's own is none (M-20)."""

from collections.abc import Callable

import pytest
from django.test import Client

from evaluations.models import Evaluation
from foundation.audit.models import AuditEvent
from tests.evaluations.services.month import Month, ready_ward
from tests.foundation.audit import rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
GRID = "/evaluations/2026-02/units/P-01/"
Seen = list[tuple[str, str, str]]


@pytest.fixture
def reads(month: Month) -> Callable[[], Seen]:
    """Name, object and key of the read events written since they were last asked for."""
    events = AuditEvent.objects.using("audit").filter(kind="read").order_by("id")
    last = [events.values_list("pk", flat=True).last() or 0]

    def new() -> Seen:
        found = list(events.filter(pk__gt=last[0]))
        last[0] = found[-1].pk if found else last[0]
        return [(event.name, event.object_type, event.object_id) for event in found]

    return new


def test_month_with_the_scores_of_others_is_one_event(month: Month, signed_in: SignIn, reads: Callable) -> None:
    ready_ward(month)
    head, unit = signed_in("head"), month.unit("ward")
    assert head.get(GRID).status_code == 200
    assert reads() == [("unit_cycle.sheets_opened", "evaluations.unitcycle", str(unit.pk))]
    event = AuditEvent.objects.using("audit").filter(kind="read").latest("id")
    assert (event.details or {})["rows"] == len((event.details or {})["keys"]) == 5
    assert head.get(f"{GRID}decide/").status_code == 200
    assert reads() == [("unit_cycle.ranking_opened", "evaluations.unitcycle", str(unit.pk))]
    assert head.get(f"{GRID}summary/").status_code == 200 and head.get(f"{GRID}publish/").status_code == 200
    assert reads() == []


def test_sheets_without_anything_marked_leave_no_event(month: Month, signed_in: SignIn, reads: Callable) -> None:
    assert signed_in("head").get(GRID).status_code == 200  # drafts: only where they stand
    assert reads() == []


def test_panel_of_one_person_is_one_event(month: Month, signed_in: SignIn, reads: Callable) -> None:
    ready_ward(month)
    sheet, code = month.sheet("staff"), month.cast.people["staff"].code
    head = signed_in("head")
    assert head.get(f"{GRID}people/{code}/evidence/").status_code == 302
    assert reads() == []
    assert head.get(f"{GRID}people/{code}/evidence/", headers={"hx-request": "true"}).status_code == 200
    assert reads() == [("evaluation.opened", "evaluations.evaluation", str(sheet.pk))]


def test_sheet_over_the_api_is_one_event_and_the_own_one_none(month: Month, signed_in: SignIn, reads: Callable) -> None:
    sheet = month.sheet("staff")
    own = signed_in("staff")
    assert "scores" in own.get(f"/api/v1/evaluations/{sheet.pk}/").json()  # marked, but the reader's own
    assert own.get("/api/v1/evaluations/").status_code == 200
    assert reads() == []
    ready_ward(month)
    assert signed_in("head").get(f"/api/v1/evaluations/{sheet.pk}/").status_code == 200
    assert reads() == [("evaluation.opened", "evaluations.evaluation", str(sheet.pk))]
    assert signed_in("officer").get("/api/v1/evaluations/").status_code == 200
    assert reads() == [("evaluation.listed", "evaluations.evaluation", "list")]
    assert own.get(f"/api/v1/evaluations/{sheet.pk}/").status_code == 200
    assert own.get("/api/v1/evaluations/").status_code == 200
    assert own.get("/evaluations/2026-02/self/").status_code in {200, 302}
    assert reads() == []


def test_objection_of_another_is_one_event_and_the_own_one_none(
    month: Month, signed_in: SignIn, reads: Callable
) -> None:
    ready_ward(month)
    sheet = month.sheet("staff")
    for state in ("DECIDED", "PUBLISHED"):
        Evaluation.objects.filter(pk=sheet.pk).update(state=state, grade="A", decided_by=month.cast.head)
    objection = rows.objection(evaluation=month.sheet("staff"))
    wanted = [("objection.opened", "evaluations.objection", str(objection.pk))]
    assert signed_in("head").get(f"/evaluations/objections/{objection.code}/").status_code == 200
    assert reads() == wanted
    assert signed_in("officer").get(f"/api/v1/objections/{objection.code}/").status_code == 200
    assert reads() == wanted
    assert signed_in("staff").get(f"/api/v1/objections/{objection.code}/").status_code == 200
    assert reads() == []
