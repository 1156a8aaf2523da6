"""Matters of a task passed on upwards, sideways or beyond one's authority, and what the receiver answers."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from cadres.models import Person
from directives.enums import AssignmentState, HandoffKind
from directives.models import Assignment, AssignmentHandoff
from directives.services.deadlines import check_unit
from directives.services.notices import giver_account, head_account, person_account, tell
from foundation.access import allows, visible_to
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.notifications.notify import mark_handled
from foundation.workflow.errors import DomainError, Forbidden, InvalidInput, Refused
from organization.models import Unit


def pass_on(
    *,
    assignment: Assignment,
    kind: str,
    to_unit: Unit | None,
    to_person: Person | None,
    matter: str,
    opinion: str,
    sent_on: date,
    by: User,
    answer_due_on: date | None = None,
    source: str = "app",
) -> AssignmentHandoff:
    """Pass a matter of the task on to a unit or a person; the task stays with whose it is.

    Whether the power to decide had been delegated by that day is written down with it.

    Raises:
        Refused: the task has ended; the receiver has left, holds no post, was dissolved, is oneself, or does not stand
            above (upwards) or does (sideways).
        InvalidInput: no receiver, no matter, a day before the task was given, an answer due before it was sent.
    Side effects: the receiver and the giver are told.
    """
    if assignment.state != AssignmentState.OPEN:
        raise Refused(_("A task that is done or cancelled is not passed on."), code="not_open")
    if kind not in HandoffKind.values:
        raise InvalidInput(_("Choose how the matter is passed on."), field="kind", code="kind_unknown")
    if not matter.strip():
        raise InvalidInput(_("Say which matter is passed on."), field="matter", code="field_missing")
    if sent_on < assignment.assigned_on:
        raise InvalidInput(_("This lies before the day the task was given."), field="sent_on", code="before_given")
    if answer_due_on is not None and answer_due_on < sent_on:
        raise InvalidInput(
            _("The answer cannot be due before the matter is sent."), field="answer_due_on", code="answer_due_early"
        )
    receiver = _receiver(assignment, to_unit, to_person, sent_on)
    _check_direction(assignment, kind, receiver, to_person)
    with recorded(by=by, source=source):
        row = Assignment.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=assignment.pk)
        delegated = row.delegated_on(sent_on)
        made = AssignmentHandoff.objects.create(
            assignment=row,
            number=row.handoffs.count() + 1,
            kind=kind,
            from_unit=row.unit,
            to_unit=receiver,
            to_person=to_person,
            matter=matter.strip(),
            opinion=opinion.strip(),
            sent_on=sent_on,
            sent_by=by,
            answer_due_on=answer_due_on,
            already_delegated=delegated,
            delegation=_paper(row) if delegated else "",
        )
        tell(
            row,
            [_receiving_account(made)],
            occasion=f"handoff:{made.number}",
            title=gettext_noop("A matter was passed on to you: %(matter)s"),
            body=gettext_noop("From %(unit)s, about %(code)s."),
            params={"matter": made.matter, "unit": row.unit.name},
            url=address(made),
            by=by,
        )
        tell(
            row,
            [giver_account(row, on=sent_on)],
            occasion=f"handoff:{made.number}:giver",
            title=gettext_noop("%(code)s was passed on to %(unit)s: %(matter)s"),
            params={"matter": made.matter, "unit": receiver.name},
            by=by,
        )
    return made


def answer(*, handoff: AssignmentHandoff, text: str, on: date, by: User, source: str = "app") -> AssignmentHandoff:
    """Write down what the receiver says, and on which day.

    Raises:
        Forbidden: who passed it on, whose task it is, or who is not the receiver.
        InvalidInput: no text, or a day before it was sent.
        StateChanged: it was answered or taken back already.
    Side effects: the person and the sender are told.
    """
    refuse_shared_duty(handoff, "answer", by=by)
    if not receives(handoff, by):
        raise Forbidden(_("The answer is the receiver's to give."), code="not_the_receiver")
    if not text.strip():
        raise InvalidInput(_("Write what is answered."), field="text", code="field_missing")
    if on < handoff.sent_on:
        raise InvalidInput(_("The answer cannot come before the matter was sent."), field="on", code="answer_too_early")
    changes = {"answer": text.strip(), "answered_on": on, "answered_by": by}
    with recorded(by=by, source=source):
        done: AssignmentHandoff = move(handoff, "answer", by=by, changes=changes, source=source)
        mark_handled(dedupe_prefix=f"assignment:{done.assignment_id}:handoff:{done.number}", by=by)
        tell(
            done.assignment,
            [person_account(done.assignment), done.sent_by_id],
            occasion=f"handoff:{done.number}:answered",
            title=gettext_noop("Answered for %(code)s: %(matter)s"),
            body=gettext_noop("%(text)s"),
            params={"matter": done.matter, "text": done.answer},
            url=address(done),
            by=by,
        )
    return done


def take_back(*, handoff: AssignmentHandoff, reason: str, by: User, source: str = "app") -> AssignmentHandoff:
    """The matter no longer waits for the receiver; the row stays, with the reason in the trail.

    Raises:
        Forbidden: neither who passed it on nor who answers for the task.
    """
    if not may_take_back(handoff, by):
        raise Forbidden(_("Only who passed it on, or who gave the task, takes it back."), code="not_the_sender")
    with recorded(by=by, source=source):
        done: AssignmentHandoff = move(handoff, "withdraw", by=by, reason=reason, source=source)
        mark_handled(dedupe_prefix=f"assignment:{done.assignment_id}:handoff:{done.number}", by=by)
    return done


def may_take_back(handoff: AssignmentHandoff, by: User) -> bool:
    """Who passed it on, or who gave the task."""
    return by.pk == handoff.sent_by_id or allows(by, "assignment.update", handoff.assignment)


def receives(handoff: AssignmentHandoff, by: User) -> bool:
    """Whether this person speaks for the receiver: is the one named, heads the unit, or is of the committee."""
    if by.person_id is not None and by.person_id == handoff.to_person_id:
        return True
    return visible_to(by, Unit.objects.filter(pk=handoff.to_unit_id), "assignment_handoff.answer").exists()


def may_answer(handoff: AssignmentHandoff, by: User) -> bool:
    """Whether this person may answer it now, for the button."""
    try:
        refuse_shared_duty(handoff, "answer", by=by)
    except DomainError:
        return False
    return allows(by, "assignment_handoff.answer", handoff) and receives(handoff, by)


def address(handoff: AssignmentHandoff) -> str:
    """The page of the matter, which both sides may open."""
    return f"/assignments/handoffs/{handoff.pk}/"


def _receiver(assignment: Assignment, to_unit: Unit | None, to_person: Person | None, on: date) -> Unit:
    """The unit that receives: the one named, or the one in which the person named serves."""
    if to_person is not None:
        if to_person.left_on is not None and to_person.left_on <= on:
            raise Refused(
                _("%(name)s left on %(day)s.") % {"name": to_person, "day": f"{to_person.left_on:%d/%m/%Y}"},
                code="person_left",
                field="to_person",
            )
        if to_person.pk == assignment.person_id:
            raise Refused(_("A matter is not passed on to oneself."), code="to_oneself", field="to_person")
        if to_person.unit is None:
            raise Refused(_("%(name)s holds no post.") % {"name": to_person}, code="no_post", field="to_person")
        to_unit = to_person.unit
    if to_unit is None:
        raise InvalidInput(_("Name the unit or the person that receives it."), field="to_unit", code="field_missing")
    check_unit(to_unit, on=on, field="to_unit")
    return to_unit


def _check_direction(assignment: Assignment, kind: str, receiver: Unit, to_person: Person | None) -> None:
    own = assignment.unit
    above = own.path.startswith(receiver.path) and (receiver.pk != own.pk or to_person is not None)
    if kind == HandoffKind.UP and not above:
        raise Refused(
            _("%(unit)s does not stand above %(own)s: this is sideways.") % {"unit": receiver.name, "own": own.name},
            code="not_above",
            field="to_unit",
        )
    if kind == HandoffKind.SIDEWAYS and own.path.startswith(receiver.path) and receiver.pk != own.pk:
        raise Refused(
            _("%(unit)s stands above %(own)s: this is upwards.") % {"unit": receiver.name, "own": own.name},
            code="is_above",
            field="to_unit",
        )
    if receiver.pk == own.pk and to_person is None:
        raise Refused(_("The task is this unit's already."), code="same_unit", field="to_unit")


def _paper(row: Assignment) -> str:
    day = f"{row.delegation_on:%d/%m/%Y}" if row.delegation_on else ""
    return f"{row.delegation_number} ({day}), {row.delegation_from}"[:300]


def _receiving_account(handoff: AssignmentHandoff) -> int | None:
    if handoff.to_person_id is None:
        return head_account(handoff.to_unit, on=handoff.sent_on)
    found = accounts_of_people([handoff.to_person_id]).get(handoff.to_person_id)
    return found.pk if found is not None and found.is_active else None
