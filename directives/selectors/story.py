"""Everything that happened to one assignment, as its page and the API show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from directives.enums import AssignmentState, CauseState, ExtensionState, HandoffState
from directives.models import (
    Assignment,
    AssignmentDiscussion,
    AssignmentExtension,
    AssignmentHandoff,
    DelayCause,
)
from foundation.access import allows, visible_to
from foundation.web.formats import vn_date


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story; the names are those of components/timeline.html."""

    date: date
    title: str
    text: str = ""
    icon: str = "point"
    tone: str = "mute"
    url: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The rows of one assignment this reader may read; `events` newest first."""

    assignment: Assignment
    discussions: Sequence[AssignmentDiscussion]
    extensions: Sequence[AssignmentExtension]
    handoffs: Sequence[AssignmentHandoff]
    causes: Sequence[DelayCause]
    events: Sequence[Event]

    @property
    def needs_discussion(self) -> bool:
        return self.assignment.kind == "major" and self.assignment.state == "open" and not self.discussions


def story_of(user: Any, row: Assignment, *, on: date) -> Story:
    """The story of one assignment; four queries."""
    discussions = list(
        visible_to(user, AssignmentDiscussion.objects.filter(assignment=row)).select_related("recorded_by")
    )
    extensions = list(
        visible_to(user, AssignmentExtension.objects.filter(assignment=row))
        .select_related("asked_by", "settled_by", "limit")
        .order_by("number")
    )
    handoffs = list(
        visible_to(user, AssignmentHandoff.objects.filter(assignment=row))
        .select_related("from_unit", "to_unit", "to_person", "sent_by", "answered_by")
        .order_by("number")
    )
    causes = list(
        visible_to(user, DelayCause.objects.filter(assignment=row))
        .select_related("claimed_by", "settled_by")
        .order_by("number")
    )
    for wish in extensions:
        wish.assignment = row
    for matter in handoffs:
        matter.assignment = row
    for cause in causes:
        cause.assignment = row
    events = [
        *_own(row),
        *(_discussion(one) for one in discussions),
        *(event for one in extensions for event in _extension(one)),
        *(event for one in handoffs for event in _handoff(one, on)),
        *(event for one in causes for event in _cause(one)),
    ]
    events.sort(key=lambda event: event.date)
    return Story(row, discussions, extensions, handoffs, causes, events[::-1])


def waiting(user: Any, story: Story) -> dict[str, Any]:
    """The wish for more time and the cause that wait for an answer, with what this reader may do about them."""
    wish = next((one for one in story.extensions if one.state == ExtensionState.ASKED), None)
    cause = next((one for one in story.causes if one.state in (CauseState.CLAIMED, CauseState.CONFIRMED)), None)
    return {
        "wish": wish,
        "wish_acts": _open_acts(user, "assignment_extension", ("grant", "refuse", "withdraw"), wish),
        "cause": cause,
        "cause_acts": _open_acts(user, "delay_cause", ("confirm", "refuse", "revoke"), cause),
    }


def acts_on(user: Any, row: Assignment) -> dict[str, bool]:
    """What this reader may add to the story now."""
    running = row.state == AssignmentState.OPEN
    own = {"assignment": row}
    sent = AssignmentHandoff(assignment=row, to_unit=row.unit)
    return {
        "ask": running and allows(user, "assignment_extension.ask", AssignmentExtension(**own)),
        "give": running
        and allows(user, "assignment_extension.give", AssignmentExtension(**own))
        and getattr(user, "person_id", None) != row.person_id,
        "record": running and allows(user, "assignment_discussion.record", AssignmentDiscussion(**own)),
        "send": running and allows(user, "assignment_handoff.send", sent),
        "claim": row.state != AssignmentState.CANCELLED and allows(user, "delay_cause.claim", DelayCause(**own)),
    }


def _open_acts(user: Any, kind: str, acts: Sequence[str], row: Any) -> list[str]:
    """Acts the matrix and the duties kept apart leave open."""
    if row is None:
        return []
    persons, accounts = row.duty_persons(), row.duty_accounts()
    person_id = getattr(user, "person_id", None)

    def apart(act: str) -> bool:
        duties = row.transitions.find(act).duties_apart
        return any(person_id in persons.get(name, ()) or user.pk in accounts.get(name, ()) for name in duties)

    return [act for act in acts if allows(user, f"{kind}.{act}", row) and not apart(act)]


def _own(row: Assignment) -> list[Event]:
    given = _("Given by %(name)s") % {"name": row.given_by} if row.given_by else _("Given")
    events = [
        Event(
            row.assigned_on,
            _("Recorded by the person") if row.recorded_by_self else given,
            _("Due on %(day)s") % {"day": vn_date(row.original_due_on)},
            "clipboard-plus",
        )
    ]
    if row.done_on is not None and row.state == AssignmentState.DONE:
        events.append(Event(row.done_on, _("Done"), row.result_note, "circle-check", "ok"))
    return events


def _discussion(one: AssignmentDiscussion) -> Event:
    title = _("Discussed by %(body)s") % {"body": one.body}
    return Event(one.held_on, title, one.summary, "users", "info", tag=_name(one.recorded_by))


def _extension(one: AssignmentExtension) -> list[Event]:
    days = {"from": vn_date(one.from_due_on), "to": vn_date(one.to_due_on)}
    events = []
    if one.asked_by is not None:
        title = _("More time asked for until %(to)s") % days
        events.append(Event(one.asked_on, title, one.reason, "clock-question", "info", tag=_name(one.asked_by)))
    if one.settled_on is None:
        return events
    said = {
        ExtensionState.GRANTED: (_("Deadline moved from %(from)s to %(to)s") % days, "calendar-plus", "warn"),
        ExtensionState.REFUSED: (_("More time refused"), "calendar-x", "bad"),
        ExtensionState.WITHDRAWN: (_("Wish for more time withdrawn"), "arrow-back-up", "mute"),
    }[ExtensionState(one.state)]
    note = one.settle_note or (one.reason if one.asked_by is None else "")
    return [*events, Event(one.settled_on, said[0], note, said[1], said[2], tag=_name(one.settled_by))]


def _handoff(one: AssignmentHandoff, on: date) -> list[Event]:
    to = one.to_person.full_name if one.to_person else one.to_unit.name
    title = f"{one.get_kind_display()}: {to}"
    opinion = _("Own opinion: %(text)s") % {"text": one.opinion} if one.opinion else _("without an own opinion")
    words = [one.matter, opinion]
    if one.already_delegated:
        words.append(_("the power was already delegated: %(paper)s") % {"paper": one.delegation})
    if one.state == HandoffState.SENT and one.answer_due_on is not None and one.answer_due_on < on:
        words.append(_("the answer was due on %(day)s") % {"day": vn_date(one.answer_due_on)})
    tone = "warn" if one.without_opinion or one.already_delegated else "info"
    url = f"/assignments/handoffs/{one.pk}/"
    events = [Event(one.sent_on, title, " · ".join(words), "arrow-up-right", tone, url, _name(one.sent_by))]
    if one.answered_on is not None:
        late = one.answer_due_on is not None and one.answered_on > one.answer_due_on
        answered = _("Answered late by %(to)s") if late else _("Answered by %(to)s")
        tone = "warn" if late else "ok"
        events.append(
            Event(
                one.answered_on, answered % {"to": to}, one.answer, "message-reply", tone, url, _name(one.answered_by)
            )
        )
    return events


def _cause(one: DelayCause) -> list[Event]:
    title = _("Objective cause claimed") if not one.carried_over else _("Objective cause noted before confirmation")
    events = [Event(one.claimed_on, title, one.text, "cloud-storm", "info", tag=_name(one.claimed_by))]
    if one.settled_on is not None:
        said = {
            CauseState.REFUSED: (_("Cause not confirmed"), "x", "bad"),
            CauseState.REVOKED: (_("Cause confirmed, later taken back"), "arrow-back-up", "warn"),
        }.get(CauseState(one.state), (_("Cause confirmed"), "shield-check", "ok"))
        events.append(Event(one.settled_on, said[0], one.settle_note, said[1], said[2], tag=_name(one.settled_by)))
    return events


def _name(account: Any) -> str:
    return account.full_name if account is not None else ""
