"""Limits of a grade that hold for a decision and for a revision alike."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.rules.proposal import Proposal, is_above
from evaluations.rules.spec import FrameworkSpec
from foundation.workflow.errors import Refused


def refuse_above_ceiling(spec: FrameworkSpec, proposal: Proposal, grade: str, *, sheet: int) -> None:
    """A rule that set a ceiling holds for the person who decides too."""
    for rule in spec.forced:
        if rule.code in proposal.ceilings and is_above(grade, rule.grade):
            raise Refused(
                _("%(rule)s: at most %(grade)s.")
                % {"rule": rule.name.in_language(get_language() or "vi"), "grade": rule.grade},
                code="above_ceiling",
                details={"sheets": [sheet], "rule": rule.code},
            )


def refuse_head_above_unit(grade: str, unit_grade: str, *, sheet: int) -> None:
    """The head of a unit never stands above the unit, which is decided first."""
    if unit_grade == "":
        raise Refused(
            _("The unit's own sheet is decided before its head's."),
            code="unit_not_decided",
            details={"sheets": [sheet]},
        )
    if is_above(grade, unit_grade):
        raise Refused(
            _("The head of a unit cannot stand above the unit (%(grade)s).") % {"grade": unit_grade},
            code="head_above_unit",
            details={"sheets": [sheet]},
        )
