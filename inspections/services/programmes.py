"""The programme of a year: drawn up by one, approved by another, fixed from then on."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from inspections.enums import Content
from inspections.models import Programme, ProgrammeItem
from inspections.programme_enums import ProgrammeState
from organization.models import Unit
from organization.rules.validity import in_force_on


def write_programme(
    *, number: str, title: str, year: int, unit: Unit, decided_on: date, by: User, source: str = "app"
) -> Programme:
    """Begin the programme of a year.

    Raises:
        InvalidInput: a text is missing; Refused: a programme of that number is written down already.
    """
    require(by, "programme.create")
    fields = {"number": _need(number, "number"), "title": _need(title, "title")}
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                return Programme.objects.create(year=year, unit=unit, decided_on=decided_on, created_by=by, **fields)
        except IntegrityError as error:
            raise Refused(_("A programme of this number is written down already."), code="programme_twice") from error


def add_item(
    *,
    programme: Programme,
    unit: Unit,
    quarter: int,
    contents: Sequence[str],
    note: str = "",
    by: User,
    source: str = "app",
) -> ProgrammeItem:
    """Add one unit in one quarter to a draft.

    Raises:
        Refused: the programme is approved, or has this unit in this quarter; InvalidInput.
    """
    require(by, "programme.add", programme)
    if not 1 <= quarter <= 4:
        raise InvalidInput(_("A year has four quarters."), field="quarter", code="out_of_range")
    if not contents or set(contents) - set(Content.values):
        raise InvalidInput(_("Choose what is looked at."), field="contents", code="unknown_choice")
    last_day = date(programme.year, 3 * quarter, 28)
    if not in_force_on(unit.valid_from, unit.valid_to, last_day):
        raise InvalidInput(_("The unit does not exist in that quarter."), field="unit", code="unit_gone")
    with recorded(by=by, source=source):
        row = Programme.objects.select_for_update().get(pk=programme.pk)
        if row.state != ProgrammeState.DRAFT:  # asked under the lock: it may have been approved this moment
            raise Refused(_("An approved programme gets no other items."), code="programme_approved")
        number = (row.items.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return ProgrammeItem.objects.create(
                    programme=row, number=number, unit=unit, quarter=quarter, contents=list(contents), note=note.strip()
                )
        except IntegrityError as error:
            raise Refused(
                _("The programme has this unit in this quarter already."), field="unit", code="item_twice"
            ) from error


def approve_programme(*, programme: Programme, by: User, source: str = "app") -> Programme:
    """Approve it.

    Raises:
        Forbidden: who drew it up; Refused: it is empty; StateChanged.
    """
    require(by, "programme.approve", programme)
    if not programme.items.exists():
        raise Refused(_("The programme has no item yet."), code="programme_empty")
    return move(programme, "approve", by=by, changes={"approved_by": by}, source=source)


def end_programme(*, programme: Programme, reason: str, by: User, source: str = "app") -> Programme:
    """End it: another one takes its place, or it is given up."""
    require(by, "programme.end", programme)
    return move(programme, "end", by=by, reason=reason, changes={"end_reason": reason.strip()[:300]}, source=source)


def _need(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInput(_("This field is needed."), field=field, code="required")
    return text.strip()
