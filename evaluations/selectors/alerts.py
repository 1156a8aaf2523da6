"""Alerts of the month: who still owes a step, and which matters wait."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors.above import officers
from evaluations.enums import CycleState, EvaluationState, Step, UnitCycleState
from evaluations.models import Cycle, Evaluation, Revision, UnitCycle
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.sources import Source


def owing_a_step(alert: Alert, on: date) -> Collection[int]:
    """Accounts that still have something to do in the step; a reminder before its day ends when the day has passed."""
    step, _colon, rest = alert.occasion.partition(":")
    phase, _colon, day = rest.partition(":")
    if phase == "before" and day < on.isoformat():
        return ()
    if not Cycle.objects.filter(pk=alert.thing_id or 0, state=CycleState.OPEN).exists():
        return ()
    accounts = User.objects.filter(person_id__in=_people(alert.thing_id or 0, step), is_active=True)
    return set(accounts.values_list("pk", flat=True))


def _people(cycle_id: int, step: str) -> set[int]:
    if step == Step.DECIDE:
        open_months = UnitCycle.objects.filter(
            cycle=cycle_id, state__in=[UnitCycleState.OPEN, UnitCycleState.SUBMITTED], decider__isnull=False
        )
        return {key for key in open_months.values_list("decider_id", flat=True) if key is not None}
    states = Q(state=EvaluationState.DRAFT)
    if step == Step.SUPERIOR:
        states |= Q(state=EvaluationState.SELF_SUBMITTED)
    column = "person_id" if step == Step.SELF else "superior_id"
    rows = Evaluation.objects.filter(states, cycle=cycle_id).order_by().values_list(column, flat=True).distinct()
    return {key for key in rows if key is not None}


def revision_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """Officers of the committee on that day, but for who proposed the correction they wait for."""
    proposers = dict(
        Revision.objects.filter(pk__in=[alert.thing_id or 0 for alert in alerts]).values_list("pk", "proposed_by_id")
    )
    found = {
        alert.pk: dict.fromkeys(set(officers(on)) - {proposers[alert.thing_id or 0]}, ToldAs.OFFICER.value)
        for alert in alerts
        if (alert.thing_id or 0) in proposers
    }
    return {key: now for key, now in found.items() if now}


STEPS = ("SELF:*", "SUPERIOR:*", "DECIDE:*")
SOURCES = (
    Source(
        "cycle",
        _("Month of evaluation"),
        rules=dict.fromkeys(STEPS, "evaluation.step"),
        own=frozenset(STEPS),
        on_worklist=False,
        owing=owing_a_step,
    ),
    Source(
        "revision",
        _("Corrections of grades"),
        rules={"": "evaluation.revision"},
        on_worklist=False,
        holders=revision_holders,
    ),
    Source("objection", _("Objections"), rules={"": "evaluation.objection"}, on_worklist=False),
    Source("unit_cycle", _("Month of evaluation")),
)
