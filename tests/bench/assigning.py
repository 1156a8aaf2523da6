"""Assignments of a city: 200,000 tasks with extensions, matters passed on and causes, and the lists over them."""

from datetime import date
from typing import Any

from django.db import connections
from django.urls import reverse

from accounts.models import User
from cadres.models import Person
from directives.models import Assignment, AvoidanceSignal, SignalRule
from directives.rules.periods import containing
from directives.services.measures import load_measures
from directives.services.signals import raise_signals, units_to_count
from tests.bench.measure import Report, page, queries_of, timed

LIST_MS, REVIEW_MS = 300, 1000
TABLES = (
    "directives_assignment", "directives_assignmenthandoff", "directives_assignmentextension", "directives_delaycause",
    "directives_undertaking", "directives_measurevalue",
)  # fmt: skip
YEAR = 365
TASKS = """
INSERT INTO directives_assignment (code, person_id, unit_id, title, responsibility, product, assigned_on, due_on,
    first_due_on, times_extended, kind, authority, delegation_number, delegation_from, done_on, quality_faults,
    objective_cause, result_note, state, recorded_by_self, created_at, row_version)
SELECT 'BA' || n, p.id, p.unit_id, 'Rà soát hồ sơ tồn đọng số ' || n, 'Chủ trì', 'Báo cáo kết quả', due - 20, due,
    CASE WHEN n %% 7 = 0 THEN due - 10 END, CASE WHEN n %% 21 = 0 THEN 2 WHEN n %% 7 = 0 THEN 1 ELSE 0 END,
    (ARRAY['regular', 'regular', 'regular', 'urgent', 'major'])[1 + n %% 5], 'own', '', '',
    CASE WHEN n %% 10 < 9 AND due < %(today)s THEN LEAST(due + (n %% 13)::int - 9, %(today)s::date) END, 0, '', '',
    CASE WHEN n %% 10 < 9 AND due < %(today)s THEN 'done' ELSE 'open' END, false, now(), 1
FROM generate_series(1, %(many)s) AS n
JOIN (SELECT id, unit_id, row_number() OVER (ORDER BY id) - 1 AS place FROM cadres_person WHERE unit_id IS NOT NULL)
    AS p ON p.place = (n * 7919) %% %(people)s
CROSS JOIN LATERAL (SELECT %(today)s::date - ((n * 31) %% %(days)s)::int + 30 AS due) AS dated
"""
PASSED = """
INSERT INTO directives_assignmenthandoff (assignment_id, number, kind, state, from_unit_id, to_unit_id, matter,
    opinion, sent_on, answer_due_on, already_delegated, delegation, answer, created_at, row_version)
SELECT id, 1, (ARRAY['up', 'sideways', 'beyond'])[1 + id %% 3], 'sent', unit_id, unit_id, 'Xin ý kiến',
    CASE WHEN id %% 4 = 0 THEN '' ELSE 'Đề nghị chấp thuận' END, assigned_on + 2, assigned_on + 9, id %% 9 = 0, '', '',
    now(), 1
FROM directives_assignment WHERE code LIKE 'BA%%' AND id %% 10 = 0
"""
MOVED = """
INSERT INTO directives_assignmentextension (assignment_id, number, state, from_due_on, to_due_on, reason, asked_on,
    working_days, inputs, settled_on, settle_note, created_at, row_version)
SELECT id, step, 'granted', due_on - 11 + step, due_on - 10 + step, 'Chờ góp ý', due_on - 12, 5, '{}', due_on - 12, '',
    now(), 1
FROM directives_assignment, generate_series(1, times_extended) AS step WHERE code LIKE 'BA%%'
"""
CAUSES = """
INSERT INTO directives_delaycause (assignment_id, number, state, text, claimed_on, settle_note, carried_over,
    created_at, row_version)
SELECT id, 1, 'claimed', 'Bão số 3', due_on, '', false, now(), 1
FROM directives_assignment WHERE code LIKE 'BA%%' AND id %% 25 = 0
"""
PROMISES = """
INSERT INTO directives_undertaking (code, unit_id, task_id, title, product, responsible_id, begins_on, due_on, state,
    percent, return_reason, created_at, row_version)
SELECT 'BC' || u.id || '-' || t.id, u.id, t.id, 'Thực hiện nhiệm vụ ' || t.number, 'Báo cáo', p.id,
    %(today)s::date - 90, %(today)s::date + (t.number * 17 %% 120) - 60, 'planned', 40, '', now(), 1
FROM organization_unit u
JOIN LATERAL (SELECT id FROM cadres_person WHERE unit_id = u.id ORDER BY id LIMIT 1) AS p ON true
CROSS JOIN directives_documenttask t WHERE u.code LIKE 'BENCH-%%' AND u.kind = 'ward'
"""
FIGURES = """
INSERT INTO directives_measurevalue (unit_id, kind_id, span, period, value, source, note, entered_at, row_version)
SELECT u.id, k.id, 'month', (date_trunc('month', %(today)s::date) - make_interval(months => n))::date,
    (u.id * 13 + k.id * 7 + n) %% 100, 'imported', '', now(), 1
FROM organization_unit u, directives_measurekind k, generate_series(1, 12) AS n
WHERE u.code LIKE 'BENCH-%%' AND u.kind = 'ward'
"""


def assigning(report: Report, *, many: int, today: date) -> None:
    """Fill up and measure the lists, the review, the questions and the nightly count."""
    load_measures()
    people = Person.objects.filter(unit__isnull=False).count()
    values = {"many": many, "today": today, "days": YEAR, "people": people}
    report.add(f"filling {many} assignments", timed(lambda: _fill(values)), "s")
    officer, unit = User.objects.get(username="oc"), "BENCH-0"
    period, delays = containing(today, "quarter").word, reverse("reviews:delays")
    for name, address in (
        ("assignments: all of them", f"{reverse('directives:assignments')}?stage=all"),
        ("assignments: overdue", f"{reverse('directives:assignments')}?stage=overdue"),
        ("assignments: words of a task", f"{reverse('directives:assignments')}?stage=all&q=hồ sơ tồn đọng số 77"),
        ("assignments: words found nowhere", f"{reverse('directives:assignments')}?stage=all&q=khong co viec nay"),
        ("assignments: one unit", f"{reverse('directives:assignments')}?stage=all&unit={unit}"),
        ("recurring tasks", reverse("recurring:list")),
        ("undertakings", reverse("undertakings:list")),
        ("undertakings: who promised what", reverse("undertakings:coverage")),
        ("measures", reverse("measures:list")),
        ("measures of a unit", reverse("measures:unit", args=[unit])),
        ("API measures", "/api/v1/measures/"),
        ("API undertakings", "/api/v1/undertakings/"),
    ):
        page(report, name, officer, address, budget=LIST_MS)
    for name, address in (
        ("review by unit", f"{delays}?period={period}"),
        ("review by person", f"{delays}?period={period}&group=person"),
        ("review of a year by person", f"{delays}?period={today.year}&group=person"),
        ("review of one unit", f"{delays}?period={period}&unit={unit}"),
        ("review: rows behind a number", f"{reverse('reviews:delay_rows')}?period={period}&count=late"),
        ("API review", f"/api/v1/delays/?period={period}"),
    ):
        page(report, name, officer, address, budget=REVIEW_MS)
    few, more = (queries_of(officer, f"{delays}?period={period}{tail}") for tail in (f"&unit={unit}", ""))
    report.add("review: queries more with all units than with one", abs(more - few), "queries", 0, f"{few}, {more}")
    _questions(report, today=today, officer=officer)


def _questions(report: Report, *, today: date, officer: User) -> None:
    """The nightly count over everything, then the list it leaves."""
    if not SignalRule.objects.exists():
        report.add("rules of questions", 0, "rules", 1, "not loaded")
        return

    def count() -> None:
        units = units_to_count(on=today)
        for begin in range(0, len(units), 500):
            raise_signals(units=units[begin : begin + 500], on=today)

    report.add("counting what is asked", timed(count), "s", 120, f"{Assignment.objects.count()} assignments")
    report.add("questions asked", AvoidanceSignal.objects.count(), "")
    for name, address in (("questions", reverse("reviews:questions")), ("API questions", "/api/v1/avoidance-signals/")):
        page(report, name, officer, address, budget=LIST_MS)


def _fill(values: dict[str, Any]) -> None:
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        try:
            for statement in (TASKS, PASSED, MOVED, CAUSES, PROMISES, FIGURES):
                cursor.execute(statement, values)
        finally:
            for table in TABLES:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("ANALYZE")
