"""Inspections of a city: 20,000 with 100,000 findings and 36,000 remedies; lists, figures, pages of one, a draw."""

from datetime import date, timedelta

from django.db import connections
from django.urls import reverse

from accounts.models import User
from foundation.outbox.chunks import CHUNK
from inspections.models import Inspection, Remedy, Team
from inspections.services.draws import seal_draw
from inspections.services.remedy_reminders import remind, to_remind
from tests.bench.measure import Report, page, timed

PAGE_MS, FIGURES_MS, DRAW_S, NIGHT_S = 300, 1000, 10, 60
TABLES = ("inspection", "duty", "finding", "notice", "remedy", "attendanceline")
STATES = [
    "minutes_signed", "remedy_open", "remedy_open", "report_received", "verified", "closed", "closed", "closed",
    "closed", "closed",
]  # fmt: skip
INSPECTIONS = """
INSERT INTO inspections_inspection (public_id, code, kind, unit_id, team_id, contents, basis, window_from, window_to,
    meeting_place, reveal_at, overlap_note, state, created_by_id, created_at, approved_by_id, approved_at, started_at,
    started_by_id, arrival_place, early_reason, cancel_reason, knower_ids, leader_ids, member_ids, barred_ids,
    row_version)
SELECT md5('bench ' || n), 'KT-' || extract(year FROM at)::int || '-' || lpad((n + 100)::text, 5, '0'),
    (ARRAY['planned', 'surprise', 'surprise', 'directed', 'complaint'])[1 + n %% 5], u.id, %(team)s,
    ARRAY['hours', 'procedures'], 'Kế hoạch kiểm tra', at, at + interval '4 hours', 'Cổng số 1', at, '',
    CASE WHEN n <= 50 THEN 'in_progress' ELSE (%(states)s::text[])[1 + n %% 10] END, %(oc)s, at, %(tl)s, at, at,
    %(tm)s, 'Bộ phận một cửa', '', '', ARRAY[%(oc)s::bigint], ARRAY[%(tm)s::bigint], ARRAY[%(tm)s::bigint,
    %(tl)s::bigint], ARRAY[]::bigint[], 1
FROM generate_series(1, %(many)s) AS n
CROSS JOIN LATERAL (SELECT %(today)s::timestamptz - n * interval '2 hours 11 minutes' AS at) AS dated
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS units FROM organization_unit
      WHERE kind IN ('ward', 'commune', 'department')) AS u ON u.place = (n * 7919) %% u.units
"""
DUTIES = """
INSERT INTO inspections_duty (public_id, inspection_id, user_id, role, window_from, window_to, meeting_place, called_at,
    end_reason)
SELECT md5('duty ' || id || who), id, who, role, window_from, window_to, meeting_place, created_at, ''
FROM inspections_inspection, (VALUES (%(tm)s, 'lead'), (%(tl)s, 'member')) AS given (who, role)
WHERE basis = 'Kế hoạch kiểm tra' AND public_id = md5('bench ' || (substr(code, 9)::int - 100))
"""
FINDINGS = """
INSERT INTO inspections_finding (inspection_id, number, key, seen_at, place, severity, text, explanation, indicator_id,
    item, person_id, clock_off, offline, by_id, at, row_version)
SELECT i.id, k, gen_random_uuid(), i.started_at + k * interval '7 minutes', 'Quầy ' || k, CASE WHEN i.id %% 50 = 0
    AND k = 1 THEN 'serious' ELSE 'recorded' END, 'Quầy ' || k || ' không có người trực, công dân chờ', '',
    (SELECT min(id) FROM directives_indicator) + (i.id + k) %% 20, 'hours', p.id, 0, false, %(tm)s, i.started_at, 1
FROM inspections_inspection AS i CROSS JOIN generate_series(1, 5) AS k
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS people FROM cadres_person) AS p
    ON p.place = (i.id * 31 + k * 17) %% p.people
WHERE i.public_id = md5('bench ' || (substr(i.code, 9)::int - 100))
"""
NOTICES = """
INSERT INTO inspections_notice (inspection_id, version, state, conclusion, letterhead, number, issued_on, drafted_by_id,
    drafted_at, signed_by_id, signed_at, wording_version, wording_sha256, sha256, row_version)
SELECT id, 1, 'issued', 'Đơn vị chấp hành chưa nghiêm giờ làm việc.', '{}', substr(code, 9), (started_at + interval
    '9 days')::date, %(tm)s, started_at, %(tl)s, started_at, '1', '', 'x', 1
FROM inspections_inspection WHERE public_id = md5('bench ' || (substr(code, 9)::int - 100))
    AND state IN ('remedy_open', 'report_received', 'verified', 'closed')
"""
REMEDIES = """
INSERT INTO inspections_remedy (notice_id, number, kind, text, finding_id, due_on, state, extension, extension_reason,
    extension_answer, row_version)
SELECT n.id, k, (ARRAY['remedy', 'apology', 'self_criticism'])[1 + (n.id + k) %% 3], 'Chấn chỉnh việc chấp hành giờ'
    , f.id, n.issued_on + 10 * k, CASE i.state WHEN 'remedy_open' THEN 'open' WHEN 'report_received' THEN
    'reported' ELSE 'verified' END, 'none', '', '', 1
FROM inspections_notice AS n JOIN inspections_inspection AS i ON i.id = n.inspection_id
CROSS JOIN generate_series(1, 2) AS k JOIN inspections_finding AS f ON f.inspection_id = i.id AND f.number = k
WHERE n.sha256 = 'x'
"""


def inspections(report: Report, *, many: int, today: date) -> None:
    """Fill up and measure."""
    users = {name: User.objects.get(username=name) for name in ("oc", "tl", "tm", "ld", "dh")}
    team = Team.objects.filter(state="in_force").order_by("id")[0]
    values = {"many": many, "today": today, "states": STATES, "team": team.pk}
    values |= {name: user.pk for name, user in users.items()}
    report.add(f"filling {many} inspections", timed(lambda: _fill(values)), "s")
    officer, lead, member, leader, head = (users[name] for name in ("oc", "tl", "tm", "ld", "dh"))
    listing, figures, due = reverse("inspections:list"), reverse("visits:statistics"), reverse("remedies:list")
    spread = f"?first={today - timedelta(days=1825)}&last={today}"
    running = Inspection.objects.filter(state="in_progress").order_by("-id")[0]
    ended = Inspection.objects.filter(state="remedy_open").order_by("-id")[0]
    remedy = Remedy.objects.filter(state="open").order_by("-id")[0]
    for name, user, address in (
        ("inspections: the list", leader, listing),
        ("inspections: of the committee", officer, listing),
        ("inspections: of a team lead", lead, listing),
        ("inspections: of a head", head, listing),
        ("inspections: one kind and state", leader, f"{listing}?kind=surprise&state=closed"),
        ("inspections: by name", leader, f"{listing}?q=ba+dinh"),
        ("inspections: a far page", leader, f"{listing}?page=400"),
        ("inspections: calls of a member", member, reverse("inspections:calls")),
        ("inspections: a visit", member, reverse("visits:visit", args=[running.public_id])),
        ("inspections: findings of a visit", member, reverse("visits:findings", args=[running.public_id])),
        ("inspections: after a visit", lead, reverse("visits:after", args=[ended.public_id])),
        ("inspections: figures of the year", leader, figures),
        ("inspections: figures of five years", leader, f"{figures}{spread}"),
        ("inspections: figures by level", leader, f"{figures}{spread}&by=level"),
        ("inspections: remedies", leader, due),
        ("inspections: remedies overdue", leader, f"{due}?state=overdue"),
        ("inspections: remedies of a head", head, due),
        ("inspections: one remedy", lead, reverse("remedies:remedy", args=[remedy.pk])),
        ("API inspections", leader, "/api/v1/inspections/"),
        ("API remedies", leader, "/api/v1/remedies/"),
    ):
        budget = FIGURES_MS if address.startswith(figures) else PAGE_MS
        page(report, name, user, address, budget=budget, queries=40, times=10)
    seal = {
        "team": team, "title": "Rút thăm", "places": 3, "kinds": ["ward", "commune", "department"], "exclusions": {},
        "outside_name": "VN-Index", "outside_on": today + timedelta(days=3), "on": today, "by": officer,
    }  # fmt: skip
    report.add("inspections: sealing a draw", timed(lambda: seal_draw(**seal)), "s", DRAW_S)  # type: ignore[arg-type]
    told: list[int] = []
    ids = list(to_remind(on=today).values_list("pk", flat=True))
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    spent = timed(lambda: told.append(sum(remind(ids=chunk, on=today) for chunk in chunks)))
    report.add("inspections: a night of reminders", spent, "s", NIGHT_S, f"{len(ids)} remedies, {told[0]} told")


def _fill(values: dict[str, object]) -> None:
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "inspections_{table}" DISABLE TRIGGER USER')
        # 17,000 papers are not made for this: the notices of this database have none.
        cursor.execute("ALTER TABLE inspections_notice DROP CONSTRAINT notice_issued_is_a_paper")
        try:
            for statement in (INSPECTIONS, DUTIES, FINDINGS, NOTICES, REMEDIES):
                cursor.execute(statement, values)
        finally:
            for table in TABLES:
                cursor.execute(f'ALTER TABLE "inspections_{table}" ENABLE TRIGGER USER')
        cursor.execute("ANALYZE")
