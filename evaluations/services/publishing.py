"""Publication: from here on nobody edits a grade; a correction would be a new version of the sheet."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, UnitCycle
from evaluations.services.draw_signal import signal_for_draws
from evaluations.services.low_grades import watch_low_grades
from evaluations.services.notices import month_words, tell
from evaluations.services.spending import spend, spend_findings
from evaluations.services.versions import locked
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused


def publish(*, unit_cycle: UnitCycle, version: int | None, by: Actor) -> UnitCycle:
    """Publish every decided sheet of a unit's month and tell each person.

    Side effects: one notice to each person with an account; the sheets are frozen by the database; violations that
    lowered a grade are spent; the unit's signal for the draw of inspections is written. Refused when such a decision
    fell since the month was decided.
    """
    with recorded(by=by):
        month = locked(unit_cycle, version=version, related=("cycle", "unit"))
        require(by, "unit_cycle.publish", month)
        now = timezone.now()
        move(month, "publish", by=by, changes={"published_by": by, "published_at": now})
        sheets = list(
            Evaluation.objects.select_for_update(of=("self",))
            .select_related("cycle")
            .filter(unit_cycle=month, superseded_by__isnull=True)
            .exclude(state__in=[EvaluationState.PUBLISHED, EvaluationState.EXPIRED])
            .order_by("id")
        )
        if any(sheet.state != EvaluationState.DECIDED for sheet in sheets):
            raise Refused(_("Some sheets are not decided yet."), code="not_decided")
        for sheet in sheets:
            move(sheet, "publish", by=by, changes={"published_at": now})
            spend(sheet, by=by)
        spend_findings(sheets, period=month.cycle.period, by=by)
        watch_low_grades(sheets)
        signal_for_draws(month, sheets, by=by)
        tell(
            {sheet.person_id for sheet in sheets},
            kind="evaluation.published",
            dedupe=f"unit_cycle:{month.pk}:published",
            title=gettext_noop("Your grade of %(month)s is published"),
            body=gettext_noop("See the points and the reasons; you may object within the days set."),
            params={"month": month_words(month.cycle.period)},
        )
        return month
