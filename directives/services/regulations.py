"""Working regulations of units: recorded, replaced by the next one, reviewed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import ReviewResult
from directives.models import RegulationReview, WorkingRegulation
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import mark_handled
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

EDITABLE = ("number", "issued_on", "next_review_on", "note")


def issue(
    *,
    unit: Unit,
    number: str,
    issued_on: date,
    next_review_on: date,
    note: str = "",
    today: date,
    by: User,
    source: str = "app",
) -> WorkingRegulation:
    """Record the regulation a unit works under; the one before ends the day before.

    Raises:
        InvalidInput: no number, a day still to come, a review before the issue.
        Refused: the unit does not exist on that day; the one before was issued on that day or later.
    """
    words = _number(number)
    _check_days(issued_on, next_review_on, today)
    _need_unit(unit, issued_on)
    with recorded(by=by, source=source):
        before = WorkingRegulation.objects.select_for_update().filter(unit=unit, ended_on__isnull=True).first()
        if before is not None:
            if before.issued_on >= issued_on:
                raise Refused(
                    _("%(number)s was issued on that day or later.") % {"number": before.number},
                    code="issued_earlier",
                    field="issued_on",
                )
            update_version(before, version=before.row_version, changes={"ended_on": issued_on - timedelta(days=1)})
            mark_handled(dedupe_prefix=f"regulation:{before.pk}:", by=by)
        return WorkingRegulation.objects.create(
            unit=unit,
            number=words,
            issued_on=issued_on,
            next_review_on=next_review_on,
            note=note.strip(),
            created_by=by,
        )


def edit(
    *,
    regulation: WorkingRegulation,
    version: int | None,
    changes: Mapping[str, Any],
    today: date,
    by: User,
    source: str = "app",
) -> WorkingRegulation:
    """Mend what was recorded while it is in force.

    Raises:
        InvalidInput: an unknown field, or as for `issue`; Refused: it has ended; StaleVersion.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    _need_in_force(regulation)
    written = dict(changes)
    if "number" in written:
        written["number"] = _number(written["number"])
    issued_on = written.get("issued_on", regulation.issued_on)
    _check_days(issued_on, written.get("next_review_on", regulation.next_review_on), today)
    _need_unit(regulation.unit, issued_on)
    with recorded(by=by, source=source):
        return update_version(regulation, version=version, changes=written)


def review(
    *,
    regulation: WorkingRegulation,
    version: int | None,
    reviewed_on: date,
    result: str,
    text: str = "",
    next_review_on: date,
    today: date,
    by: User,
    source: str = "app",
) -> RegulationReview:
    """Say that the regulation was looked at, what came of it, and when it is looked at next.

    Raises:
        InvalidInput: a day still to come or before the issue, the next review not after this one, or nothing said
            about what is amended or replaced.
        Refused: it has ended; it was reviewed on that day; StaleVersion.

    Side effects: reminders of this review are settled.
    """
    _need_in_force(regulation)
    if reviewed_on > today:
        raise InvalidInput(_("That day is still to come."), field="reviewed_on", code="day_to_come")
    if reviewed_on < regulation.issued_on:
        raise InvalidInput(
            _("The review lies before the regulation was issued."), field="reviewed_on", code="review_before_issue"
        )
    if next_review_on <= reviewed_on:
        raise InvalidInput(
            _("The next review lies after this one."), field="next_review_on", code="next_review_too_early"
        )
    if result != ReviewResult.KEPT and not text.strip():
        raise InvalidInput(_("Say what is changed."), field="text", code="field_missing")
    if regulation.reviews.filter(reviewed_on=reviewed_on).exists():
        raise Refused(_("It was reviewed on that day already."), code="reviewed_already", field="reviewed_on")
    with recorded(by=by, source=source):
        update_version(regulation, version=version, changes={"next_review_on": next_review_on})
        mark_handled(dedupe_prefix=f"regulation:{regulation.pk}:", by=by)
        return RegulationReview.objects.create(
            regulation=regulation,
            reviewed_on=reviewed_on,
            result=result,
            text=text.strip(),
            next_review_on=next_review_on,
            by=by,
        )


def _number(number: str) -> str:
    words = " ".join(number.split())
    if not words:
        raise InvalidInput(_("This cannot be empty."), field="number", code="field_missing")
    return words


def _check_days(issued_on: date, next_review_on: date, today: date) -> None:
    if issued_on > today:
        raise InvalidInput(_("That day is still to come."), field="issued_on", code="day_to_come")
    if next_review_on <= issued_on:
        raise InvalidInput(
            _("The review lies after the regulation was issued."), field="next_review_on", code="review_before_issue"
        )


def _need_unit(unit: Unit, on: date) -> None:
    if (unit.valid_from is not None and on < unit.valid_from) or unit.valid_to is not None:
        raise Refused(
            _("%(unit)s did not exist on that day, or does not exist any more.") % {"unit": unit.name},
            code="unit_not_there",
            field="unit",
        )


def _need_in_force(regulation: WorkingRegulation) -> None:
    if regulation.ended_on is not None:
        raise Refused(_("This regulation has ended."), code="regulation_ended")
