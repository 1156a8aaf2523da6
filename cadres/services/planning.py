"""The planning list: entering a person for a post, and taking the line off."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.bars import bars_on
from cadres.models import Person, PlanningEntry, Position
from cadres.services.barring import NO_EXCEPTION, ExceptionDocument, record_exception, refuse_barred
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused


def enter_planning(
    *,
    person: Person,
    term: str,
    on: date,
    decision_number: str,
    by: User | None,
    position: Position | None = None,
    post_text: str = "",
    exception: ExceptionDocument = NO_EXCEPTION,
) -> PlanningEntry:
    """Plan a person for one post in one term.

    Args:
        position: a post of the catalogue, or else `post_text` in words; never both.

    Raises:
        InvalidInput: no post or two, no term, no decision; as refuse_barred.
        Refused: the person has left or is barred without an exception by document, or the line is there already.

    Side effects: an exception is one business event.
    """
    post_text, term, decision_number = post_text.strip(), term.strip(), decision_number.strip()
    if (position is None) == (not post_text):
        raise InvalidInput(_("Name one post: from the catalogue, or in words."), field="position", code="one_post")
    if not term:
        raise InvalidInput(_("Give the term, such as 2026-2031."), field="term", code="term_missing")
    if not decision_number:
        raise InvalidInput(_("Give the number of the decision."), field="decision_number", code="decision_missing")
    if person.left_on is not None and person.left_on <= on:
        raise Refused(_("%(person)s has left.") % {"person": person.full_name}, code="person_left")
    bars = refuse_barred(bars=bars_on(person.pk, on), on=on, document=exception)
    with recorded(by=by):
        try:
            with transaction.atomic():
                entry = PlanningEntry.objects.create(
                    person=person,
                    position=position,
                    post_text=post_text,
                    term=term,
                    entered_on=on,
                    decision_number=decision_number,
                    **exception.columns(),
                )
        except IntegrityError as error:
            if "planning_entry_once" not in str(error):
                raise
            raise Refused(
                _("The person is planned for this post and term already."), field="position", code="planned_twice"
            ) from error
        record_exception(person=person, bars=bars, document=exception, act="planning")
        return entry


def end_planning(
    *, entry: PlanningEntry, on: date, today: date, reason: str, version: int | None, by: User
) -> PlanningEntry:
    """Take a line off the list from a day on; the row stays.

    Raises:
        InvalidInput: no reason, a day before it was entered or still to come.
        Refused: it ended already. StaleVersion / VersionMissing: as every edit.
    """
    if entry.ended_on is not None:
        raise Refused(_("This line ended on %(day)s.") % {"day": f"{entry.ended_on:%d/%m/%Y}"}, code="planning_ended")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if not entry.entered_on <= on <= today:
        raise InvalidInput(_("The last day lies between the day of entry and today."), field="on", code="day_outside")
    with recorded(by=by):
        update_version(entry, version=version, changes={"ended_on": on})
        record_event(
            object_type="cadres.planningentry",
            object_id=entry.pk,
            name="planning_entry.ended",
            reason=reason.strip(),
            details={"on": on},
        )
        return entry
