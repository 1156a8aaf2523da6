"""A night of alerts at city size: clocks, cases near their end, the look, the digest, the pages."""

from datetime import date, timedelta

from django.db import connections
from django.urls import reverse

from accounts.models import User
from cadres.selectors.rotation_clocks import clocks
from cadres.services.rotation_alert_night import raise_stage_alerts
from cadres.services.rotation_rules import load_rotation_rules
from foundation.audit.record import recorded
from foundation.notifications import digest, looking
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.outbox.chunks import CHUNK
from tests.bench.measure import Report, page, timed

NIGHT_S, LOOK_S, DIGEST_S, PAGE_MS = 60, 60, 60, 300
CASES = """
INSERT INTO cadres_rotationcase (code, person_id, rule_code, rule_id, posting_id, unit_id, state, started_on, due_on,
    computed_on, needs_confirmation, explained, opened_at, row_version)
SELECT 'LC-B-' || g.id, g.person_id, r.code, r.id, g.id, g.unit_id,
    CASE WHEN g.id %% 3 = 0 THEN 'due' ELSE 'approaching' END, %(today)s::date - 1800,
    %(today)s::date - CASE WHEN g.id %% 3 = 0 THEN (g.id %% 200)::int ELSE -(g.id %% 360)::int - 1 END,
    %(today)s, false, '{}', now(), 1
FROM cadres_posting g
CROSS JOIN LATERAL (SELECT id, code FROM cadres_rotationrule WHERE kind = 'limit' ORDER BY id LIMIT 1) r
WHERE g.valid_to IS NULL AND g.kind = 'primary' AND g.id %% 3 < 2
ON CONFLICT DO NOTHING
"""
"""Two posts of three are within a year of their end or past it: far more than any real night finds anew."""


def alerts(report: Report, *, today: date) -> None:
    """Fill cases up and measure one night and the morning after."""
    with recorded(by=None, source="command"):
        load_rotation_rules(by=None)
        load_policies()
    report.add("clocks of everybody", timed(lambda: clocks(on=today, due_by=today + timedelta(days=365))), "s", NIGHT_S)
    report.add("filling cases of rotation", timed(lambda: _fill(today)), "s")
    report.add("rotation alerts of a first night", timed(lambda: raise_stage_alerts(on=today)), "s")
    raised = Alert.objects.filter(thing="rotation").count()
    report.add("alerts raised", raised, "")
    again = timed(lambda: raise_stage_alerts(on=today))
    report.add("rotation alerts of the same night again", again, "s", NIGHT_S)
    next_day = timed(lambda: raise_stage_alerts(on=today + timedelta(days=1)))
    report.add("rotation alerts of the next night", next_day, "s", NIGHT_S)
    raised_now = Alert.objects.filter(thing="rotation", ended_at=None).exclude(series="")  # what clocks say, no act
    doubled = raised_now.count() - raised_now.values("thing_id").distinct().count()
    report.add("alerts doubled", doubled, "", 0.5)
    report.add("the look at open alerts", timed(lambda: _look(today)), "s", LOOK_S)
    report.add("digests recorded", timed(lambda: _digests(today)), "s", DIGEST_S)
    busiest = Notification.objects.order_by("-id").values_list("user_id", flat=True).first()
    if busiest is not None:
        page(report, "inbox with alerts", User.objects.get(pk=busiest), reverse("notifications:inbox"), budget=PAGE_MS)
    officer = User.objects.get(username="oc")
    page(report, "list of alerts", officer, reverse("notifications:alerts"), budget=PAGE_MS)


def _fill(today: date) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE cadres_rotationcase DISABLE TRIGGER USER")
        cursor.execute(CASES, {"today": today})
        cursor.execute("ALTER TABLE cadres_rotationcase ENABLE TRIGGER USER")
        cursor.execute("ANALYZE cadres_rotationcase")


def _look(today: date) -> None:
    ids = looking.waiting_ids()
    for start in range(0, len(ids), CHUNK):
        looking.look_at(ids=ids[start : start + CHUNK], on=today)


def _digests(today: date) -> None:
    people = digest.people_to_tell(day=today)
    for start in range(0, len(people), CHUNK):
        digest.record_digests(user_ids=people[start : start + CHUNK], day=today)
