"""The daily jobs of cases: decisions lapse once, terms are told once, twice in a row and in parallel."""

from typing import Any

from discipline.models import Case
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.outbox.worker import run_due
from tests.cast import build_cast
from tests.discipline.walk import Walk, desk
from tests.foundation.outbox.twice import run_in_parallel, run_twice

LAPSES = {"on": "2027-11-16", "late": False}
TERMS = {"on": "2026-12-11", "late": False}


def _decided() -> Case:
    cast = build_cast()
    desk(cast)
    walk = Walk.signal(cast)
    walk.in_force()
    return walk.case


def _running() -> Case:
    cast = build_cast()
    desk(cast)
    walk = Walk.signal(cast)
    walk.open()
    return walk.case


def _lapsed(case: Case) -> bool:
    return Case.objects.get(pk=case.pk).state == "lapsed"


def _told(case: Case) -> int:
    return Notification.objects.filter(dedupe__startswith=f"case:{case.pk}:limit:80").count()


def test_lapse_twice(committed_db: Any) -> None:
    case = _decided()
    assert case.state == "in_force"
    run_twice("discipline.lapse", LAPSES)
    assert _lapsed(case)


def test_lapse_in_parallel(committed_db: Any) -> None:
    case = _decided()
    run_in_parallel("discipline.lapse", LAPSES)
    assert _lapsed(case)
    assert Notification.objects.filter(dedupe=f"case:{case.pk}:own:lapsed").count() == 1


def test_terms_twice(committed_db: Any) -> None:
    case = _running()
    run_twice("discipline.tell_terms", TERMS)
    assert _told(case) == 2


def test_terms_in_parallel(committed_db: Any) -> None:
    case = _running()
    run_in_parallel("discipline.tell_terms", TERMS)
    assert _told(case) == 2


def test_one_bad_case_keeps_the_morning_from_nobody_else(committed_db: Any) -> None:
    cast = build_cast()
    desk(cast)
    bad, good = Walk.signal(cast), Walk.signal(cast, subject="staff2")
    for walk in (bad, good):
        walk.open()
    with recorded(by=None, source="test"):
        Case.objects.filter(pk=bad.case.pk).update(handler_ids=[999_999_999])  # nobody has this key
    job = enqueue("discipline.tell_terms", key="terms", payload=TERMS)
    run_due()
    job = Job.objects.get(pk=job.pk)
    assert (job.state, "1 rows failed" in job.last_error) == ("queued", True)
    assert (_told(bad.case), _told(good.case)) == (0, 2)
