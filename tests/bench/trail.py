"""The auditor's page on a long trail: a million entries of two years, written at once as the owner."""

from django.db import connections
from django.urls import reverse

from accounts.models import User
from cadres.models import Person
from tests.bench.measure import Report, page, timed

TRAIL_MS = 500
FILL = """
INSERT INTO audit_event (at, transaction_id, kind, actor, actor_name, outside_app, database_user, request_id, source,
    table_name, row_key, operation, before, after, object_type, object_id, name, reason, details)
SELECT now() - (%(many)s - n) * interval '1 second' * 63, 1, kind, (n %% 500)::text, 'u' || n %% 500, false, 'kc_app',
    md5(n::text), 'app',
    CASE WHEN kind = 'row' THEN (ARRAY['evaluations_evaluation', 'cadres_person', 'directives_assignment',
        'cadres_posting', 'accounts_user'])[1 + n %% 5] ELSE '' END,
    CASE WHEN kind = 'row' THEN (1 + n %% %(people)s)::text ELSE '' END,
    CASE WHEN kind = 'row' THEN 'U' ELSE '' END,
    CASE WHEN kind = 'row' THEN jsonb_build_object('state', 'DRAFT') END,
    CASE WHEN kind = 'row' THEN jsonb_build_object('id', n, 'state', 'PROPOSED', 'note', repeat('x', 300)) END,
    CASE WHEN kind = 'row' THEN '' ELSE 'evaluations.evaluation' END,
    CASE WHEN kind = 'row' THEN '' ELSE (1 + n %% %(people)s)::text END,
    CASE kind WHEN 'event' THEN 'evaluation.score' WHEN 'read' THEN 'evaluation.opened' WHEN 'denied'
        THEN 'cadres:person' ELSE '' END,
    '', CASE WHEN kind = 'row' THEN NULL ELSE '{}'::jsonb END
FROM (SELECT n, CASE WHEN n %% 100 < 70 THEN 'row' WHEN n %% 100 < 90 THEN 'event' WHEN n %% 100 < 99 THEN 'read'
    ELSE 'denied' END AS kind FROM generate_series(1, %(many)s) AS n) AS made
"""


def trail(report: Report, *, many: int) -> None:
    """Fill the trail up to `many` entries and measure the page with each of its filters."""
    people = max(1, Person.objects.count())

    def fill() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(FILL, {"many": many, "people": people})
            cursor.execute("ANALYZE audit_event")

    report.add(f"filling the trail with {many} entries", timed(fill), "s")
    address, somebody = reverse("reports:trail"), Person.objects.order_by("-pk").first()
    assert somebody is not None
    auditor, admin = User.objects.get(username="au"), User.objects.get(username="sa")
    for name, user, query in (
        ("trail", auditor, ""),
        ("trail: refused attempts", auditor, "?kind=denied"),
        ("trail: one person", auditor, f"?person={somebody.code}"),
        ("trail: one kind of object", auditor, "?object=evaluations.evaluation"),
        ("trail: one row", auditor, "?object=cadres.person&key=11"),
        ("trail: one account", auditor, "?actor=77"),
        ("trail: a day long ago", auditor, "?from=01/03/2025&to=01/03/2025"),
        ("trail: looks of half a year", auditor, "?kind=read&from=01/01/2026&to=30/06/2026"),
        ("trail: far page", auditor, f"?before={many // 3}"),
        ("trail: accounts only", admin, ""),
        ("API trail", auditor, ""),
    ):
        page(report, name, user, f"{'/api/v1/trail/' if name == 'API trail' else address}{query}", budget=TRAIL_MS)
