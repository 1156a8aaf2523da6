"""What a correction may not do: stand above a ceiling, above the unit, or beyond the share of A without a paper."""

from django.utils.translation import gettext as _

from evaluations.enums import Grade
from evaluations.models import Evaluation
from evaluations.rules.wording import say_quota
from evaluations.selectors.facts import is_unit_head
from evaluations.selectors.revising import Outcome
from evaluations.services.limits import refuse_above_ceiling, refuse_head_above_unit
from foundation.workflow.errors import Refused


def refuse_outcome(sheet: Evaluation, outcome: Outcome, *, quota_document: str) -> None:
    """Raise where a limit is crossed.

    A lower grade is never stopped by the share of A, though it may shrink the base: nobody loses a place by it, the
    new standing is kept with the correction. One more A than the share holds needs the paper that allows it.
    """
    if outcome.grade == Grade.NONE or not outcome.grade:
        return
    if is_unit_head(sheet) and outcome.spec.head_tie is not None:
        refuse_head_above_unit(outcome.grade, outcome.unit_grade, sheet=sheet.pk)
    refuse_above_ceiling(outcome.spec, outcome.proposal, outcome.grade, sheet=sheet.pk)
    if outcome.takes_a_place and not quota_document:
        standing = outcome.worse[0].after
        raise Refused(
            _(
                "More A than the quota holds: %(held)s of %(limit)s. %(why)s Name the document that allows one more; "
                "nobody else's A is taken for it."
            )
            % {"held": standing.holders, "limit": standing.limit, "why": say_quota(standing.explanation)},
            code="quota_exceeded",
            field="quota_document",
            details={
                "limit": standing.limit, "holders": standing.holders, "why": standing.explanation.to_json(),
            },
        )  # fmt: skip
