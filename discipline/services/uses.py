"""The use of a violation by a month's grade: written with the grade, once for one violation."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discipline.enums import CaseState, DecisionState, Outcome
from discipline.models import Case, Decision, ViolationUse
from discipline.selectors.effects import STANDING, group_of
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused


def record_use(
    *, case_ids: Iterable[int], person_id: int, period: date, sheet: int, by: Actor | None
) -> list[ViolationUse]:
    """Note that these violations lowered the grade of this person's month; the same month again changes nothing.

    Args:
        sheet: key of the sheet in evaluations.

    Raises:
        Refused: the violation lowered another month already (by this track or its twin), or its decision no longer
            stands. `details` names the case.
    """
    with recorded(by=by, source="app" if by is not None else "task"):
        cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=set(case_ids)).order_by("id")
        made = (_one(case, person_id=person_id, period=period, sheet=sheet) for case in cases)
        return [use for use in made if use is not None]


def _one(case: Case, *, person_id: int, period: date, sheet: int) -> ViolationUse | None:
    decision = (
        Decision.objects.filter(case=case, state=DecisionState.SIGNED, outcome=Outcome.FORM)
        .order_by("-version")
        .first()
    )
    if case.state not in STANDING or case.subject_id != person_id or decision is None:
        raise Refused(
            _("A grade rests on a discipline decision that no longer stands; return the month and look again."),
            code="measure_fallen",
            details={"case": case.pk},
        )
    uses = ViolationUse.objects.filter(case_id__in=group_of(case)).exclude(case__state=CaseState.RESCINDED)
    elsewhere = next((use for use in uses if use.period != period), None)
    if elsewhere is not None:
        raise _counted_before(case, decision, elsewhere.period)
    if any(use.case_id == case.pk for use in uses):
        return None
    try:
        with transaction.atomic():
            made: ViolationUse = ViolationUse.objects.create(
                case=case, decision=decision, person_id=person_id, year=period.year, period=period, sheet=sheet
            )
            return made
    except IntegrityError as error:
        raise _counted_before(case, decision, period) from error


def _counted_before(case: Case, decision: Decision, period: date) -> Refused:
    return Refused(
        _("The violation of decision %(number)s lowered the grade of %(month)s already: it counts once.")
        % {"number": decision.number, "month": f"{period:%m/%Y}"},
        code="counted_before",
        details={"case": case.pk, "period": period.isoformat()},
    )
