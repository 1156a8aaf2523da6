"""The board of cases and the page of one: who sees what of it, names, counts, queries, the record of a reading."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discipline.enums import CaseState
from discipline.models import Case, CaseBar, CaseMember, Complaint
from discipline.services.naming import name_member
from foundation.audit.models import AuditEvent
from foundation.web.clock import local_date
from tests.cast import Cast, build_cast
from tests.discipline.decided import decided_case
from tests.discipline.walk import FOUND, Walk, desk
from tests.files import files_dir  # noqa: F401
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
BOARD = "/discipline/"


@pytest.fixture
def cast(db: None) -> Cast:
    made = build_cast()
    desk(made)
    return made


def _rows(client: Any, **asked: str) -> dict[str, Any]:
    return {line.row.code: line for line in client.get(BOARD, asked).context["lines"]}


def test_the_board_shows_each_reader_only_what_the_matrix_opens(cast: Cast) -> None:
    walk = Walk.signal(cast)
    code = walk.case.code
    officer, head, other = signed_in(cast.officer), signed_in(cast.head), signed_in(cast.officer2)
    assert code in _rows(officer) and code in _rows(head)
    assert code in officer.get("/").content.decode() and code not in head.get("/").content.decode()
    assert code not in _rows(other) and signed_in(cast.staff).get(BOARD).status_code == 403
    counts = {key: number for key, _text, number in other.get(BOARD).context["stages"]}
    assert counts[""] == counts["intake"] == 0
    own = head.get(f"{BOARD}cases/{code}/").content.decode()
    assert "Bạn đã báo" in own or "You reported this" in own
    assert walk.case.intake_note in own
    assert other.get(f"{BOARD}cases/{code}/").status_code == 404
    walk.open()
    page = head.get(f"{BOARD}cases/{code}/").content.decode()
    assert cast.people["staff"].full_name in page and walk.case.allegation not in page
    name_member(case=walk.fresh(), user=cast.personnel, role="secretary", since=FOUND, by=cast.officer)
    shown = signed_in(cast.personnel).get(f"{BOARD}cases/{code}/").context
    offers = {one.name for place in shown["offers"].values() for one in place}
    assert "deliver" in offers and not offers & {"dismiss", "extend", "name_member"}
    assert [(key, many) for key, _label, many in shown["tabs"]] == [("owed", None), ("proof", 0), ("papers", 0)]
    full = officer.get(f"{BOARD}cases/{code}/")
    counts = {key: many for key, _label, many in full.context["tabs"]}
    assert counts["people"] == CaseMember.objects.count() + CaseBar.objects.count() and counts["history"] >= 2
    assert (counts["proof"], "data-print" in full.content.decode()) == (0, True)
    mine = signed_in(cast.staff).get(f"{BOARD}cases/{code}/")
    assert mine.status_code == 302 and mine.headers["Location"].endswith(f"/mine/{code}/")


def test_an_ended_case_is_a_line_of_the_register_until_it_is_revealed(cast: Cast) -> None:
    walk = Walk.signal(cast)
    Case.objects.filter(pk=walk.case.pk).update(state=CaseState.UNDER_REVIEW)
    Case.objects.filter(pk=walk.case.pk).update(state=CaseState.DISMISSED, closed_on="2026-11-20")
    name, code = cast.people["staff"].full_name, walk.case.code
    client = signed_in(cast.officer2)
    line = _rows(client)[code]
    assert (line.name, line.unit) == ("", "")
    assert name not in client.get(BOARD).content.decode()
    assert code not in _rows(client, q=name) and code not in _rows(client, unit=walk.case.unit.code)
    assert code in _rows(client, q=code) and code in _rows(signed_in(cast.officer), q=name)
    assert name not in client.get(f"{BOARD}cases/{code}/").content.decode()
    where = f"{BOARD}cases/{code}/reveal/"
    assert signed_in(cast.officer2, step_up=False).get(where).status_code in (302, 403)
    assert client.post(where, {"reason": ""}).status_code == 422
    shown = client.post(where, {"reason": "Trả lời Thanh tra"}).content.decode()
    assert name in shown and walk.case.allegation in shown
    event = AuditEvent.objects.using("audit").filter(name="case.revealed").get()
    assert (event.actor, event.reason) == (str(cast.officer2.pk), "Trả lời Thanh tra")


def test_the_board_is_sorted_and_filtered_by_the_date_it_shows(cast: Cast) -> None:
    first, limit, late = (Walk.signal(cast, key) for key in ("deputy", "staff2", "staff"))
    limit.open()
    late.complained()
    today = local_date()
    Complaint.objects.filter(case=late.case).update(answer_due_on=today - timedelta(days=9))
    Case.objects.filter(pk=limit.case.pk).update(handling_due_on=today + timedelta(days=300))
    client = signed_in(cast.officer)
    shown = list(_rows(client).values())
    dates = [line.due_on for line in shown]
    assert len(shown) == 3 and None not in dates and dates == sorted(dates)
    assert shown[0].row.pk == late.case.pk and shown[-1].row.pk == limit.case.pk
    assert list(_rows(client, sort="-due")) == [line.row.code for line in reversed(shown)]
    assert list(_rows(client, clock="overdue")) == [late.case.code]
    assert first.case.code in _rows(client, clock="soon"), "the review of a signal"
    counts = client.get(BOARD).context["clocks"]
    assert [text[-3:] for key, text in counts if key in ("overdue", "soon")] == ["(1)", "(1)"]


def test_queries_of_the_board_do_not_grow_with_its_rows(cast: Cast) -> None:
    client = signed_in(cast.officer)
    Walk.signal(cast)
    client.get(BOARD)
    asked = []
    for more in (("staff2", "deputy"), ()):
        with CaptureQueriesContext(connection) as seen:
            page = client.get(BOARD).context["page"]
        asked.append((len(page.rows), len(seen)))
        for key in more:
            Walk.signal(cast, key)
    assert asked[0][0] == 1 and asked[1][0] == 3 and asked[0][1] == asked[1][1]


@pytest.mark.parametrize("tab", ["owed", "people", "proof", "papers", "history", "readers"])
def test_every_tab_of_a_decided_case_opens_and_the_reading_is_recorded(cast: Cast, tab: str) -> None:
    walk = Walk.signal(cast)
    walk.in_force()
    answer = signed_in(cast.officer).get(f"{BOARD}cases/{walk.case.code}/", {"tab": tab})
    assert answer.status_code == 200 and answer.context["tab"] == tab
    assert cast.people["staff"].full_name in answer.content.decode()
    found = AuditEvent.objects.using("audit").filter(name="case.opened", object_id=str(walk.case.pk))
    assert found.get().actor == str(cast.officer.pk)


def test_both_tracks_lead_to_each_other_and_say_when_their_forms_lie_apart(cast: Cast) -> None:
    person, client = cast.people["staff"], signed_in(cast.officer)
    first = decided_case(person)
    second = decided_case(person, track="party", subject_kind="party_member", form="expulsion", number="5-QĐ/UBKT")
    for row in (first, second):
        name_member(case=row, user=cast.officer, role="handler", since=FOUND, by=None)

    def page(row: Case) -> Any:
        return client.get(f"{BOARD}cases/{row.code}/")

    assert page(first).context["twin"] is None
    version = Case.objects.get(pk=first.pk).row_version
    linked = client.post(f"{BOARD}cases/{first.code}/link-twin/", {"twin": second.code, "row_version": version})
    assert linked.status_code == 302
    for row, other in ((first, second), (second, first)):
        answer = page(row)
        text = answer.content.decode()
        assert f'href="{BOARD}cases/{other.code}/"' in text and other.get_state_display() in text
        assert answer.context["twin"].apart.heavier == "party" and 'class="note warn"' in text
    like = decided_case(cast.people["staff2"])
    name_member(case=like, user=cast.officer, role="handler", since=FOUND, by=None)
    assert 'class="note warn"' not in page(like).content.decode()
