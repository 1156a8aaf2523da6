"""Sixty steps of an officer, a head and an auditor: the trail holds exactly what they did, saw and tried (M-20)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cadres.enums import ImportState
from cadres.models import RosterImport
from directives.models import Assignment
from evaluations.models import Evaluation, Objection
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from tests.database import TestDatabase
from tests.evaluations.services.month import Month, lines_of, open_month, ready_ward
from tests.foundation.audit import rows
from tests.sessions import signed_in

KINDS = ("row", "event", "read", "denied")
GRID = "/evaluations/2026-02/units/P-01/"
Seen = tuple[int, int, int, int]


@dataclass
class Day:
    """Three people at work. Each step says what it must leave: rows, events, reads, denied attempts."""

    clients: dict[str, Client]
    steps: int = 0
    total: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    last: int = 0

    def step(self, who: str, method: str, address: str, data: Any = None, *, gives: int, leaves: Seen = (0, 0, 0, 0),
             **more: Any) -> Any:  # fmt: skip
        self.steps += 1
        answer: Any = getattr(self.clients[who], method)(address, data, **more)
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        new = list(AuditEvent.objects.filter(pk__gt=self.last).order_by("id"))
        self.last = new[-1].pk if new else self.last
        found = Counter(str(event.kind) for event in new)
        self.total += found
        left = tuple(found[kind] for kind in KINDS)
        if (answer.status_code, left) != (gives, leaves):
            said = [event.name or f"{event.operation} {event.table_name}" for event in new]
            self.wrong.append(f"{self.steps}. {who} {method} {address}: {answer.status_code} {left} {said}")
        return answer


def posted(sheet: Evaluation, **points: Any) -> dict[str, Any]:
    """A row of the grid as its form sends it."""
    values: dict[str, Any] = {"row_version": sheet.row_version, "note": ""}
    for code, line in lines_of(sheet, **points).items():
        values[f"points-{code}"] = line["points"] or ""
        values[f"reason-{code}"] = line["reason"]
    return values


def prepare() -> Month:
    """The cast with February scored, one objection of January's kind, one uploaded list of the personnel officer."""
    month = open_month()
    ready_ward(month)
    with recorded(by=month.cast.personnel):
        RosterImport.objects.create(
            uploaded_by=month.cast.personnel, file_name="danh-sach.xlsx", content=b"x", sha256="0" * 64, size=1,
            as_of=local_date(), preview={"columns": [], "rows": [], "counts": {"all": 0}, "problems": []},
        )  # fmt: skip
        figures = dict.fromkeys(("rows", "valid", "new", "changed", "unchanged", "errors", "warnings"), 0)
        RosterImport.objects.update(state=ImportState.READ, result=figures)
    return month


@pytest.mark.timeout(120)
def test_day_of_an_officer_a_head_and_an_auditor(committed_db: TestDatabase) -> None:
    month = prepare()
    cast = month.cast
    day = Day({name: signed_in(cast.users[name]) for name in ("officer", "head", "auditor")})
    day.last = AuditEvent.objects.latest("id").pk
    begun = day.last
    head_steps(day, month)
    objection = file_objection(month)
    day.last = AuditEvent.objects.latest("id").pk
    officer_steps(day, month, objection)
    auditor_steps(day, month, objection, begun)
    assert not day.wrong, "; ".join(day.wrong)
    assert day.steps == 60
    assert day.total == {"row": 20, "event": 13, "read": 14, "denied": 12}
    assert by_reader(begun) == {
        ("head", "read"): 4, ("head", "denied"): 5,
        ("officer", "read"): 9, ("officer", "denied"): 2,
        ("auditor", "read"): 1, ("auditor", "denied"): 5,
    }  # fmt: skip


def by_reader(begun: int) -> Counter[tuple[str, str]]:
    """Reads and refused attempts by who made them; each names its object or its page, and the request it came in."""
    events = list(AuditEvent.objects.filter(pk__gt=begun, kind__in=("read", "denied")))
    assert all(event.name and event.object_type and len(event.request_id) == 32 for event in events)
    assert not any(event.outside_app for event in events)
    return Counter((event.actor_name, event.kind) for event in events)


def file_objection(month: Month) -> Objection:
    with recorded(by=month.cast.staff):
        return rows.objection(evaluation=month.sheet("staff"))


def head_steps(day: Day, month: Month) -> None:
    """Twenty-two steps: reads the month, scores, decides, publishes; tries what is not a head's."""
    staff, deputy = month.cast.people["staff"], month.cast.people["deputy"]
    today = local_date()
    day.step("head", "get", "/", gives=200)
    day.step("head", "get", GRID, gives=200, leaves=(0, 0, 1, 0))
    for person in (staff, deputy):
        day.step("head", "get", f"{GRID}people/{person.code}/evidence/", gives=200, leaves=(0, 0, 1, 0),
                 headers={"hx-request": "true"})  # fmt: skip
    day.step("head", "get", f"{GRID}summary/", gives=200)
    row = f"{GRID}people/{deputy.code}/row/"
    sheet = month.sheet("deputy")
    day.step("head", "post", row, posted(sheet), gives=302, leaves=(1, 0, 0, 0))
    day.step("head", "post", row, posted(sheet), gives=409)
    day.step("head", "get", f"{GRID}decide/", gives=200, leaves=(0, 0, 1, 0))
    wish: dict[str, Any] = {}
    for pk in Evaluation.objects.filter(unit_cycle=month.unit("ward")).values_list("pk", flat=True):
        wish |= {f"grade-{pk}": "B", f"reason-{pk}": "Giữ tỷ lệ chung"}
    day.step("head", "post", f"{GRID}decide/", wish | {"check": "1"}, gives=200)
    version = {"row_version": month.unit("ward").row_version}
    day.step("head", "post", f"{GRID}decide/", wish | version | {"decide": "1"}, gives=302, leaves=(6, 6, 0, 0))
    day.step("head", "get", f"{GRID}publish/", gives=200)
    day.step("head", "post", f"{GRID}publish/", {"row_version": month.unit("ward").row_version}, gives=302,
             leaves=(8, 6, 0, 0))  # fmt: skip
    task = {"title": "Rà soát", "responsibility": "Chủ trì", "product": "Báo cáo", "person": staff.code,
            "assigned_on": today, "due_on": today + timedelta(days=5), "day_off_confirmed": "on",
            "kind": "regular", "authority": "own"}  # fmt: skip
    day.step("head", "get", "/assignments/new/", gives=200)
    day.step("head", "post", "/assignments/new/", task, gives=302, leaves=(2, 0, 0, 0))
    code = Assignment.objects.latest("id").code
    day.step("head", "get", f"/assignments/{code}/", gives=200)
    day.step("head", "post", f"/assignments/{code}/finish/", {"done_on": today}, gives=302, leaves=(2, 1, 0, 0))
    day.step("head", "get", f"/people/{staff.code}/", gives=200)
    day.step("head", "get", f"/people/{staff.code}/number/", gives=403, leaves=(0, 0, 0, 1))
    day.step("head", "get", "/people/export/", gives=403, leaves=(0, 0, 0, 1))
    day.step("head", "get", f"/people/{month.cast.people['other_staff'].code}/", gives=404, leaves=(0, 0, 0, 1))
    day.step("head", "get", GRID.replace("P-01", "P-02"), gives=404, leaves=(0, 0, 0, 1))
    day.step("head", "get", f"/api/v1/evaluations/{month.sheet('other_staff').pk}/", gives=404, leaves=(0, 0, 0, 1))


def officer_steps(day: Day, month: Month, objection: Objection) -> None:
    """Twenty-four steps: looks people up, corrects one, takes lists, opens sheets and an objection; tries the trail."""
    staff = month.cast.people["staff"]
    page, api = f"/people/{staff.code}/", f"/api/v1/people/{staff.code}/"
    day.step("officer", "get", "/", gives=200)
    day.step("officer", "get", "/people/?q=an", gives=200)
    day.step("officer", "get", page, gives=200)
    day.step("officer", "get", f"{page}posts/", gives=200)
    day.step("officer", "get", f"{page}number/", gives=200)
    day.step("officer", "post", f"{page}number/", {"reason": ""}, gives=422)
    day.step("officer", "post", f"{page}number/", {"reason": "đối chiếu hồ sơ"}, gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", f"{page}edit/", gives=200)
    edit = {"full_name": staff.full_name, "employment_kind": "civil", "education": "Thạc sĩ", "row_version": 2}
    day.step("officer", "post", f"{page}edit/", edit, gives=302, leaves=(1, 0, 0, 0))
    day.step("officer", "post", f"{page}edit/", edit, gives=409)
    day.step("officer", "get", "/people/export/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", "/people/export/?format=csv", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", "/assignments/export/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", f"/people/imports/{RosterImport.objects.get().pk}/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", "/people/CB9999999/", gives=404, leaves=(0, 0, 0, 1))
    day.step("officer", "get", "/evaluations/2026-02/", gives=200)
    day.step("officer", "get", "/evaluations/objections/", gives=200)
    day.step("officer", "get", f"/evaluations/objections/{objection.code}/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", f"/api/v1/evaluations/{month.sheet('staff').pk}/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "get", "/api/v1/evaluations/", gives=200, leaves=(0, 0, 1, 0))
    day.step("officer", "post", f"{api}reveal/", {"reason": "cấp thẻ"}, gives=200, leaves=(0, 0, 1, 0),
             content_type="application/json")  # fmt: skip
    day.step("officer", "get", api, gives=200)
    day.step("officer", "get", "/trail/", gives=403, leaves=(0, 0, 0, 1))
    day.step("officer", "get", "/khong-co-trang-nay/", gives=404)


def auditor_steps(day: Day, month: Month, objection: Objection, begun: int) -> None:
    """Fourteen steps: follows the day in the trail; tries the registry's closed doors."""
    staff = month.cast.people["staff"]
    day.step("auditor", "get", "/trail/", gives=200)
    day.step("auditor", "get", "/trail/?kind=read", gives=200)
    day.step("auditor", "get", f"/trail/?person={staff.code}", gives=200)
    day.step("auditor", "get", f"/trail/{begun}/", gives=200)
    day.step("auditor", "get", "/api/v1/trail/?kind=denied", gives=200)
    day.step("auditor", "get", "/trail/987654321/", gives=404, leaves=(0, 0, 0, 1))
    day.step("auditor", "get", f"/people/{staff.code}/", gives=200)
    day.step("auditor", "get", f"/people/{staff.code}/number/", gives=403, leaves=(0, 0, 0, 1))
    day.step("auditor", "get", f"/people/{staff.code}/edit/", gives=403, leaves=(0, 0, 0, 1))
    day.step("auditor", "get", f"/api/v1/evaluations/{month.sheet('staff').pk}/", gives=200, leaves=(0, 0, 1, 0))
    day.step("auditor", "get", f"/evaluations/objections/{objection.code}/", gives=404, leaves=(0, 0, 0, 1))
    day.step("auditor", "get", f"/people/imports/{RosterImport.objects.get().pk}/", gives=200)
    day.step("auditor", "get", "/people/export/", gives=403, leaves=(0, 0, 0, 1))
    day.step("auditor", "get", "/inbox/", gives=200)
