"""Taking a case into one's hands: the row locked, the right asked, the days and words checked."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from discipline.enums import CaseState
from discipline.models import Case
from foundation.access import require
from foundation.workflow.errors import InvalidInput, Refused

RELATED = ("subject", "subject_unit", "unit", "indicator", "answering", "reported_by")


def taken(case: Case, *, by: User | None, act: str = "case.handle", as_part: type[Any] | None = None) -> Case:
    """The case locked until the transaction ends, after asking whether `by` may do `act` in it.

    Args:
        as_part: model of what hangs on the case, when the act is one of that object ("case_summons.add").

    Raises:
        NotFound, Forbidden: out of reach, or not this person's to do.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=case.pk)
    if by is not None:
        require(by, act, as_part(case=row) if as_part is not None else row)
    return row


def need(text: str, field: str) -> str:
    """A text that must say something."""
    if not text.strip():
        raise InvalidInput(_("This cannot be empty."), field=field, code="field_missing")
    return text.strip()


def not_after(day: date, today: date, field: str) -> date:
    """Nothing is recorded before it happened."""
    if day > today:
        raise InvalidInput(_("This day lies in the future."), field=field, code="day_future")
    return day


def not_before(day: date, first: date | None, field: str) -> date:
    """A step does not lie before the one it follows."""
    if first is not None and day < first:
        raise InvalidInput(
            _("This day lies before the step it follows (%(day)s).") % {"day": f"{first:%d/%m/%Y}"},
            field=field,
            code="day_too_early",
        )
    return day


def in_state(case: Case, *wanted: CaseState) -> None:
    """Refuse an act that belongs to another stage."""
    if case.state not in wanted:
        raise Refused(
            _("The case stands at “%(state)s”: this belongs to another stage.")
            % {"state": CaseState(case.state).label},
            code="wrong_stage",
        )
