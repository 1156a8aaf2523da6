"""Rotation at city size: every clock on a day, the command's counts, the page, and a night with its cases."""

from datetime import date

from django.db import connections
from django.urls import reverse

from accounts.models import User
from cadres.models import Position, Posting
from cadres.selectors.rotation_clocks import clocks
from cadres.selectors.rotation_due import rotation_due
from cadres.services.rotation_night import rotation_night
from cadres.services.rotation_rules import load_rotation_rules
from foundation.audit.record import recorded
from tests.bench.acts import officer
from tests.bench.measure import Report, page, timed

CLOCKS_S, NIGHT_S, PAGE_MS, LIST_MS = 10, 60, 3000, 300
HISTORY = """
INSERT INTO cadres_posting (person_id, unit_id, position_id, kind, valid_from, valid_to, decision_number,
    needs_confirmation, confirmation_note, exception_document, row_version)
SELECT person_id, unit_id, position_id, 'primary', date '2012-01-01' + ((person_id * 37) % 4000)::int,
       valid_from - 1, '', false, '', '', 1
FROM cadres_posting WHERE kind = 'primary' AND valid_to IS NULL AND valid_from = date '2025-07-01'
    AND person_id IN (SELECT id FROM cadres_person WHERE code LIKE 'BN%')
"""
SPREAD = """
UPDATE cadres_posting SET position_id = CASE person_id %% 20 WHEN 0 THEN %(head)s WHEN 1 THEN %(deputy)s
    ELSE %(listed)s END
WHERE person_id %% 20 < 8 AND kind = 'primary'
  AND position_id IN (SELECT id FROM cadres_position WHERE kind = 'staff')
"""


def rotation(report: Report, *, today: date) -> None:
    """A second, earlier post for everybody added, two fifths of the people in posts a rule is for."""
    with recorded(by=None, source="test"):
        load_rotation_rules()
        made = {
            name: Position.objects.get_or_create(
                search_key=f"do {name}", defaults={"name": f"Đo {name}", "kind": kind, "sensitive_field": field}
            )[0].pk
            for name, kind, field in (
                ("head", "division_head", ""),
                ("deputy", "division_deputy", ""),
                ("listed", "staff", "finance"),
            )
        }
    with connections["owner"].cursor() as cursor:
        cursor.execute('ALTER TABLE "cadres_posting" DISABLE TRIGGER USER')
        cursor.execute(HISTORY)
        cursor.execute(SPREAD, made)
        cursor.execute('ALTER TABLE "cadres_posting" ENABLE TRIGGER USER')
        cursor.execute("ANALYZE cadres_posting")
    postings = Posting.objects.count()
    found: list[int] = []
    spent = timed(lambda: found.append(len(clocks(on=today))))
    report.add("rotation: every clock on a day", spent, "s", CLOCKS_S, f"{found[0]} clocks of {postings} postings")
    spent = timed(lambda: found.append(len(rotation_due(on=date(2025, 8, 31))["counts"])))
    report.add("rotation: counts of who is due", spent, "s", CLOCKS_S, f"{found[1]} rows")
    user = officer()
    for name, address in (
        ("rotation: who is due", reverse("rotation:due")),
        ("rotation: clocks in the API", "/api/v1/rotation/clocks/?within=0"),
    ):
        page(report, name, user, address, budget=PAGE_MS, times=5)
    personnel = User.objects.get(username="hr")
    page(report, "rotation: who is due in a unit", personnel, reverse("rotation:due"), budget=LIST_MS, times=10)
    night: list[int] = []
    spent = timed(lambda: night.append(rotation_night(on=today).opened))
    report.add("rotation: the first night", spent, "s", note=f"{night[0]} cases opened, all of a backlog")
    spent = timed(lambda: night.append(rotation_night(on=today).opened))
    report.add("rotation: a night", spent, "s", NIGHT_S, f"{night[1]} cases opened")
