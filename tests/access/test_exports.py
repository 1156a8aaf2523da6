"""Every export: confirmed above a hundred people, one event with what was taken, a mark of its own on each (M-53)."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cadres.models import Person, Position
from cadres.services.people import create_person
from cadres.services.postings import appoint
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.web.copies import MOST_PEOPLE
from tests.access.routes import Route, all_routes
from tests.access.world import MONTH, World
from tests.sessions import signed_in

EXPORTS = [route for route in all_routes() if str(route.entry.get("action", "")).endswith(".export")]
LISTS = [route for route in EXPORTS if not route.parameters]
exports = pytest.mark.parametrize("route", EXPORTS, ids=lambda route: route.name)
lists = pytest.mark.parametrize("route", LISTS, ids=lambda route: route.name)
PUBLISHED = {"period": "2025-06", "code": "P-01"}
"""Where the world has results of a unit."""
FILTERS = {"rotation:export": ("rule", "ND59")}
"""What the copy is narrowed by where its list has no search by words."""
LONG_AGO = date(2020, 3, 2)
"""Since when the people added hold their posts: every rule of rotation is over by now."""
MARK = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")


def _taken() -> list[AuditEvent]:
    found = AuditEvent.objects.using("audit").filter(kind="read", name__endswith=".exported")
    return list(found.filter(object_id="list").order_by("id"))


def _heading(answer: Any) -> list[str]:
    if answer.headers["Content-Type"].startswith("text/csv"):
        text = b"".join(answer.streaming_content).decode()
        return [cell.strip("'") for line in text.splitlines()[:9] for cell in line.split(";")]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [str(cell.value) for row in sheet.iter_rows(max_row=9) for cell in row]


def _more_people(world: World, number: int) -> None:
    """Bookkeepers of the other ward, long in their post, with a task, a case and a replacement each: every export holds
    over a hundred people.
    """
    from directives.models import Assignment
    from discipline.models import CaseMember
    from tests.foundation.audit import rows

    unit = world.cast.units["other"]
    with recorded(by=None):
        post = Position.objects.create(name="Kế toán", search_key="ke toan", kind="staff", sensitive_field="finance")
        for count in range(number):
            person = create_person(code=f"XX{count}", full_name=f"Lý Văn {count}", employment_kind="civil", by=None)
            appoint(person=person, unit=unit, position=post, valid_from=LONG_AGO, by=None)
            Assignment.objects.create(
                person=person, unit=unit, given_by=world.cast.head, code=f"X{count}", title="Báo cáo",
                responsibility="chủ trì", product="văn bản", assigned_on=MONTH, due_on=MONTH,
            )  # fmt: skip
            case = rows.case(subject=person)
            CaseMember.objects.create(case=case, user=world.cast.officer, role="handler", since=MONTH)
            rows.replacement(person=person)


def test_there_are_exports() -> None:
    assert len(LISTS) >= 2


@exports
def test_copy_carries_who_when_and_a_mark_that_the_trail_knows(route: Route, world: World) -> None:
    client: Client = signed_in(world.cast.officer, step_up=bool(route.entry.get("step_up")))
    before = len(_taken())
    marks = set()
    name, value = FILTERS.get(route.name, ("q", "an"))
    for query in ("", f"?{name}={value}", "?format=csv"):
        answer = client.get(route.address(**PUBLISHED) + query)
        assert answer.status_code == 200
        heading = _heading(answer)
        event = _taken()[-1]
        details = event.details or {}
        assert (event.actor, details["mark"] in heading) == (str(world.cast.officer.pk), True)
        assert MARK.fullmatch(details["mark"]) and world.cast.officer.full_name in heading
        assert details["people"] <= details["rows"] and details["made_at"][:10]
        if not route.parameters:
            assert (value in [given for _label, given in details["filters"]]) == (query == f"?{name}={value}")
        marks.add(details["mark"])
    assert len(marks) == 3 == len(_taken()) - before


@lists
def test_export_of_more_than_a_hundred_people_needs_a_fresh_confirmation(route: Route, world: World) -> None:
    _more_people(world, MOST_PEOPLE + 1)
    assert Person.objects.count() > MOST_PEOPLE
    before = len(_taken())
    assert signed_in(world.cast.officer, step_up=False).get(route.address()).status_code in {302, 403}
    assert len(_taken()) == before
    assert signed_in(world.cast.officer).get(route.address()).status_code == 200
    assert [(event.details or {})["people"] > MOST_PEOPLE for event in _taken()[before:]] == [True]
