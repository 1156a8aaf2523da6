"""Evaluations restored after a rescission: a task for each month lowered, fulfilled by the correction of that month."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from discipline.enums import CaseState, RestorationKind, RestorationState
from discipline.models import Case, RestorationTask, ViolationUse
from discipline.selectors.rule_book import book
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded


def owe_evaluations(*, case: Case, on: date, by: Actor | None) -> list[RestorationTask]:
    """One task for each month whose grade the rescinded decision lowered; called again it adds none.

    Raises:
        RuleMissing: no rule says by when.
    """
    with recorded(by=by, source="app" if by is not None else "task"):
        due = on + timedelta(days=book().amount("restoration.within", on).number)
        periods = ViolationUse.objects.filter(case=case).order_by("period").values_list("period", flat=True)
        owed = []
        for period in dict.fromkeys(periods):
            what = _("Restore the grade of %(month)s") % {"month": f"{period:%m/%Y}"}
            task, _made = RestorationTask.objects.get_or_create(
                case=case, kind=RestorationKind.EVALUATION, period=period, defaults={"what": what, "due_on": due}
            )
            owed.append(task)
        return owed


def fulfil_evaluation(*, person_id: int, period: date, on: date, note: str) -> int:
    """The grade of the month was corrected after a rescission: the tasks that asked for it are done. Returns them.

    The system closes them: whoever signed the correction is named by the correction itself.
    """
    with recorded(by=None, source="task"):
        tasks = RestorationTask.objects.select_for_update(of=("self",)).filter(
            case__subject_id=person_id,
            case__state=CaseState.RESCINDED,
            kind=RestorationKind.EVALUATION,
            period=period,
            state=RestorationState.OPEN,
        )
        done = list(tasks.select_related("case"))
        for task in done:
            move(task, "fulfil", by=None, changes={"done_on": on, "note": note}, source="task")
        return len(done)
