"""Cases of a city: 20,000 in every stage, then the board, the API, the page of one, the own page, the terms told."""

from datetime import date
from typing import Any

from django.db import connections
from django.urls import reverse

from accounts.models import User
from discipline.models import Case
from discipline.services import clock_work
from tests.bench.measure import Report, page, timed

LIST_MS, TELL_S = 300, 120
CASE_QUERIES = 36
"""A case is kept in eleven tables, each asked once; the number grows with the kinds of steps, never with the rows."""
TABLES = ("discipline_case", "discipline_delivery", "discipline_statement", "discipline_casebar")
STATES = [
    "signal", "under_review", "dismissed", "non_disciplinary", "case_open", "self_criticism", "review_meeting",
    "council", "decision_pending", "in_force", "in_force", "lapsed", "lapsed", "lapsed", "complaint_1", "upheld",
    "amended", "rescinded", "no_discipline", "suspended",
]  # fmt: skip
CASES = """
INSERT INTO discipline_case (code, track, subject_id, answering_id, subject_kind, unit_id, acted_on, discovered_on,
    allegation, source, source_ref, intake_note, reported_at, state, suspended_from, opened_on, extension_reason,
    review_waived, council_waived, handling_due_on, effective_on, lapses_on, form, handler_ids, leader_ids,
    secretary_ids, representative_ids, barred_ids, court_document, row_version)
SELECT 'HS-' || (2020 + n %% 6) || '-B' || n, CASE WHEN n %% 9 = 0 THEN 'party' ELSE 'administrative' END, p.id, p.id,
    'civil', p.unit_id, found - 30, found, 'Để quá hạn hồ sơ số ' || n, 'inspection', 'BC-' || n, '', now(),
    (%(states)s::text[])[1 + n %% 20], CASE WHEN n %% 20 = 19 THEN 'case_open' ELSE '' END, found + 5, '', '', '',
    found + 90, CASE WHEN n %% 20 > 8 THEN found + 80 END, CASE WHEN n %% 20 > 8 THEN found + 445 END,
    CASE WHEN n %% 20 BETWEEN 9 AND 17 THEN 'reprimand' ELSE '' END, ARRAY[%(officer)s::bigint], ARRAY[]::bigint[],
    ARRAY[]::bigint[], ARRAY[]::bigint[], ARRAY[p.id], '', 1
FROM generate_series(1, %(many)s) AS n
JOIN (SELECT id, unit_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS people
      FROM cadres_person WHERE unit_id IS NOT NULL AND id <> %(officer_person)s) AS p
    ON p.place = (n * 7919) %% p.people
CROSS JOIN LATERAL (SELECT %(today)s::date - (n * 31) %% 400 AS found) AS dated
"""
NOTICES = """
INSERT INTO discipline_delivery (case_id, kind, received_on, manner, receiver, note, at)
SELECT id, 'notice', opened_on, 'by_hand', 'Người bị xem xét', '', now() FROM discipline_case
WHERE code LIKE 'HS-%%-B%%' AND state NOT IN ('signal', 'under_review', 'dismissed')
"""
BARS = """
INSERT INTO discipline_casebar (case_id, person_id, ground, note, since)
SELECT id, subject_id, 'subject', '', discovered_on FROM discipline_case WHERE code LIKE 'HS-%%-B%%'
"""
OWN = """
UPDATE discipline_case SET subject_id = %s, answering_id = %s WHERE id IN (SELECT id FROM discipline_case
    WHERE code LIKE 'HS-%%-B%%' AND state IN ('case_open', 'in_force') ORDER BY id LIMIT 6)
"""


def cases(report: Report, *, many: int, today: date) -> None:
    """Fill up and measure."""
    officer, own = User.objects.get(username="oc"), User.objects.get(username="ca")
    values = {
        "many": many, "today": today, "states": STATES, "officer": officer.pk, "officer_person": officer.person_id or 0,
    }  # fmt: skip
    report.add(f"filling {many} cases", timed(lambda: _fill(values, own)), "s")
    head, board = User.objects.get(username="dh"), reverse("discipline:board")
    handled = Case.objects.filter(code__contains="-B", state="council").order_by("-id").first()
    mine = Case.objects.filter(answering_id=own.person_id, state="case_open").order_by("-id").first()
    assert handled is not None and mine is not None
    for name, user, address in (
        ("cases: the board", officer, board),
        ("cases: near the limit", officer, f"{board}?clock=soon"),
        ("cases: a person by name", officer, f"{board}?q=nguyen"),
        ("cases: one unit", officer, f"{board}?unit=BENCH-0"),
        ("cases: a far page", officer, f"{board}?page=40"),
        ("cases: the board of a head", head, board),
        ("own cases", own, reverse("discipline:mine")),
        ("own case", own, reverse("discipline:own_case", args=[mine.code])),
        ("API cases", officer, "/api/v1/cases/"),
        ("API cases of a unit", officer, "/api/v1/cases/?unit=BENCH-0&state=council"),
    ):
        page(report, name, user, address, budget=LIST_MS)
    one = reverse("discipline:case", args=[handled.code])
    page(report, "one case", officer, one, budget=LIST_MS, queries=CASE_QUERIES)
    looked: list[int] = []
    spent = timed(lambda: looked.append(clock_work.tell_terms(on=today)))
    report.add("telling the terms of a day", spent, "s", TELL_S, f"{looked[0]} looked at")


def _fill(values: dict[str, Any], own: User) -> None:
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        try:
            cursor.execute(CASES, values)
            cursor.execute(OWN, [own.person_id, own.person_id])
            for statement in (NOTICES, BARS):
                cursor.execute(statement.replace("%%", "%"))
        finally:
            for table in TABLES:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("ANALYZE")
