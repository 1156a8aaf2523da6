"""Units' own inspections: reported by them, taken into the city's figures by another, counted once."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from inspections.enums import STARTED, InspectionKind
from inspections.models import Inspection, OwnCheck
from organization.models import Unit

MOST, MOST_UNITS = 999, 200


def report_own_check(
    *,
    unit: Unit,
    checked: Unit,
    kind: str,
    held_on: date,
    findings: int,
    result: str,
    handling: str = "",
    joint_code: str = "",
    further: Sequence[Unit] = (),
    on: date,
    by: User,
    source: str = "app",
) -> OwnCheck:
    """A unit reports an inspection that it held over a unit below it, or over one of its divisions.

    Args:
        further: units the same inspection looked at besides `checked`, all below the one that reports.
        joint_code: number of the city's inspection it was part of; it then is no further one in the figures.

    Raises:
        InvalidInput: a day to come, a unit that is not below or stands twice, no result, a number that is none.
        Refused: the same unit, day and kind are reported already, by whichever body.
    """
    require(by, "own_check.report", OwnCheck(unit=unit))
    if not _below(checked, unit):
        raise InvalidInput(_("The unit inspected lies below the one that reports."), field="checked", code="not_below")
    _check_further(further, unit=unit, checked=checked, joint=bool(joint_code.strip()))
    if kind not in InspectionKind.values:
        raise InvalidInput(_("Choose one of the kinds."), field="kind", code="unknown_choice")
    if held_on > on:
        raise InvalidInput(_("This day lies in the future."), field="held_on", code="day_future")
    if not 0 <= findings <= MOST:
        raise InvalidInput(_("Between 0 and %(most)d.") % {"most": MOST}, field="findings", code="out_of_range")
    if not result.strip():
        raise InvalidInput(_("This field is needed."), field="result", code="required")
    joint = _joint(joint_code, checked)
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                return OwnCheck.objects.create(
                    unit=unit,
                    checked=checked,
                    further_units=sorted(one.pk for one in further),
                    kind=kind,
                    held_on=held_on,
                    findings=findings,
                    result=result.strip(),
                    handling=handling.strip(),
                    joint_with=joint,
                    reported_by=by,
                )
        except IntegrityError as error:
            raise Refused(
                _("This inspection is reported already: the same unit, day and kind count once."),
                field="checked",
                code="reported_twice",
            ) from error


def aggregate_own_check(*, check: OwnCheck, by: User, source: str = "app") -> OwnCheck:
    """Take it into the city's figures.

    Raises:
        Forbidden: who reported it; StateChanged.
    """
    require(by, "own_check.aggregate", check)
    return move(check, "aggregate", by=by, changes={"settled_by": by}, source=source)


def send_back_own_check(*, check: OwnCheck, reason: str, by: User, source: str = "app") -> OwnCheck:
    """Send it back with what is wrong; the unit may report it anew."""
    require(by, "own_check.aggregate", check)
    changes = {"settled_by": by, "return_reason": reason.strip()[:300]}
    return move(check, "send_back", by=by, reason=reason, changes=changes, source=source)


def _below(unit: Unit, body: Unit) -> bool:
    return unit.path.startswith(body.path) and unit.pk != body.pk


def _check_further(further: Sequence[Unit], *, unit: Unit, checked: Unit, joint: bool) -> None:
    if len(further) > MOST_UNITS:
        raise InvalidInput(_("At most %(most)d units.") % {"most": MOST_UNITS}, field="further", code="too_many")
    if not all(_below(one, unit) for one in further):
        raise InvalidInput(_("Each unit inspected lies below the one that reports."), field="further", code="not_below")
    if len({checked.pk, *(one.pk for one in further)}) <= len(further):
        raise InvalidInput(_("Name each unit once."), field="further", code="unit_twice")
    if further and joint:
        raise InvalidInput(
            _("Report the unit inspected together with the team on its own, the others separately."),
            field="further",
            code="joint_of_several",
        )


def _joint(code: str, checked: Unit) -> Inspection | None:
    """The begun inspection of that number over the same unit; one not begun has no number to be named by."""
    if not code.strip():
        return None
    found = Inspection.objects.filter(code=code.strip().upper(), state__in=STARTED, unit=checked).first()
    if found is None:
        raise InvalidInput(_("No inspection of this number was held there."), field="joint_code", code="unknown")
    return found
