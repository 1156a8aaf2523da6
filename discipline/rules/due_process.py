"""What is owed to the person concerned, in order; a step that is missing or faulty blocks the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from discipline.enums import Attendance, Track
from discipline.rules.book import RuleBook
from discipline.rules.conflicts import Composition, SeatFact, composition, role_name
from discipline.rules.values import Ground, RuleRow
from organization.rules.calendar import WorkingCalendar, add_working_days

DONE, MISSING, NOT_YET, LOCKED = "done", "missing", "not_yet", "locked"


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """An approved innovation proposal the facts of the case may fall under."""

    code: str
    evaluated_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Dates and flags of one case; no rows of the database."""

    opened_on: date
    track: str = Track.ADMINISTRATIVE.value
    noticed_on: date | None = None
    access_on: tuple[date, ...] = ()
    access_declined_on: date | None = None
    statement_on: date | None = None
    statement_declined_on: date | None = None
    summonses: tuple[tuple[date, str], ...] = ()
    """Day for which somebody was summoned, and what came of it (enums.Attendance or empty)."""
    review_planned_on: date | None = None
    review_on: date | None = None
    review_person_came: bool = False
    review_waived: str = ""
    council_formed_on: date | None = None
    council_waived: str = ""
    seats: tuple[SeatFact, ...] = ()
    barred: Mapping[int, str] = field(default_factory=dict)
    council_planned_on: date | None = None
    council_notice_on: date | None = None
    council_on: date | None = None
    proposals: tuple[ProposalFact, ...] = ()
    handling_ends_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwedStep:
    """`blocks_decision`: no decision while it stands so. `waived`: not needed, with the reason in `explanation`."""

    code: str
    title: str
    ground: Ground
    state: str
    done_on: date | None
    due_on: date | None
    blocks_decision: bool
    explanation: str
    waived: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    done_on: date | None = None
    due_on: date | None = None
    explanation: str = ""
    waived: bool = False
    fault: bool = False
    """Was done on `done_on`, but not as the rules want it: it stays missing."""

    @property
    def done(self) -> bool:
        return (self.done_on is not None or self.waived) and not self.fault


def steps_owed(facts: CaseFacts, book: RuleBook, calendar: WorkingCalendar, today: date) -> tuple[OwedStep, ...]:
    """Every step of the track, in order, by the rules of the day the case was opened.

    A step is done when its fact stands; missing when it is the first one not done, when a later one was done before
    it, when its term has passed, or when it was done wrongly (a council with a relative); not yet otherwise. The
    decision is locked until nothing blocks it. Working days are counted on `calendar`.

    Raises:
        RuleMissing: the rules know no step or no composition on that day.
    """
    rows = sorted(
        (row for row in book.family("step", facts.opened_on) if row.track in ("", facts.track)),
        key=lambda row: int(row.value["order"]),
    )
    if not rows:
        book.rule("step.decision", facts.opened_on)
    rows = [row for row in rows if row.code != "step.proposal" or facts.proposals]
    asked = [(row, _found(row, facts, book, calendar)) for row in rows]
    last_done = max((place for place, (_row, found) in enumerate(asked) if found.done_on), default=-1)
    steps: list[OwedStep] = []
    first_open = True
    for place, (row, found) in enumerate(asked):
        code = row.code.partition(".")[2]
        if code == "decision":
            state = DONE if found.done else LOCKED if blocking(steps) else MISSING
        elif found.done:
            state = DONE
        else:
            passed = found.due_on is not None and found.due_on < today
            aside = code == "proposal"
            state = MISSING if first_open or aside or passed or found.fault or place < last_done else NOT_YET
            first_open = first_open and aside
        steps.append(
            OwedStep(
                code=code,
                title=row.title,
                ground=row.ground,
                state=state,
                done_on=found.done_on,
                due_on=found.due_on,
                blocks_decision=bool(row.value["blocks"]) and state != DONE,
                explanation=found.explanation,
                waived=found.waived,
            )
        )
    return tuple(steps)


def blocking(steps: Sequence[OwedStep]) -> tuple[OwedStep, ...]:
    """Steps that stand in the way of a decision."""
    return tuple(step for step in steps if step.blocks_decision)


def review_may_go_on(summonses: Sequence[tuple[date, str]], book: RuleBook, on: date) -> bool:
    """Whether the review meeting goes on: the person came, asked to be heard in absence, or missed the last summons.

    By the rules two summonses are sent before the meeting goes on without the person. Legal source: NĐ 112/71; under
    NĐ 172/2025 not verified.
    """
    answers = [answer for _day, answer in summonses]
    if Attendance.PRESENT in answers or Attendance.ASKED_ABSENT in answers:
        return True
    return answers.count(Attendance.ABSENT) >= int(book.summons_count(on).value)


def _found(row: RuleRow, facts: CaseFacts, book: RuleBook, calendar: WorkingCalendar) -> _Found:
    code = row.code.partition(".")[2]
    within = int(row.value.get("within", 0))
    if code == "notice":
        return _Found(facts.noticed_on, add_working_days(facts.opened_on, within, calendar))
    if code == "file_access":
        return _access(facts, _after(facts.noticed_on, within, calendar))
    if code == "statement":
        return _statement(facts, _after(facts.noticed_on, within, calendar))
    if code == "review_meeting":
        return _review(facts, book)
    if facts.council_waived and code.startswith("council"):
        return _Found(waived=True, explanation=facts.council_waived)
    if code == "council":
        return _council(facts, book, calendar)
    if code == "council_notice":
        return _council_notice(facts, book, calendar)
    if code == "council_sitting":
        return _sitting(facts)
    if code == "proposal":
        return _proposals(facts)
    return _Found(facts.decided_on, facts.handling_ends_on)


def _after(day: date | None, within: int, calendar: WorkingCalendar) -> date | None:
    return None if day is None else add_working_days(day, within, calendar)


def _access(facts: CaseFacts, due_on: date | None) -> _Found:
    if facts.access_on:
        times = ", ".join(f"{day:%d/%m/%Y}" for day in facts.access_on)
        return _Found(max(facts.access_on), due_on, _("Read on %(days)s.") % {"days": times})
    if facts.access_declined_on:
        return _Found(facts.access_declined_on, due_on, _("Offered and declined."))
    return _Found(None, due_on)


def _statement(facts: CaseFacts, due_on: date | None) -> _Found:
    if facts.statement_on:
        return _Found(facts.statement_on, due_on)
    if facts.statement_declined_on:
        return _Found(facts.statement_declined_on, due_on, _("The person did not submit one; this was put on record."))
    return _Found(None, due_on)


def _review(facts: CaseFacts, book: RuleBook) -> _Found:
    if facts.review_waived:
        return _Found(waived=True, explanation=facts.review_waived)
    if facts.review_on is None:
        return _Found(None, facts.review_planned_on)
    if not facts.review_person_came and not review_may_go_on(facts.summonses, book, facts.opened_on):
        text = _("Held without the person before %(count)s summonses were missed.")
        count = {"count": book.summons_count(facts.opened_on).value}
        return _Found(facts.review_on, facts.review_planned_on, text % count, fault=True)
    return _Found(facts.review_on, facts.review_planned_on)


def _council(facts: CaseFacts, book: RuleBook, calendar: WorkingCalendar) -> _Found:
    """Due on the working day before the invitation must leave."""
    notice_due = _notice_due(facts, book, calendar)
    due_on = None if notice_due is None else add_working_days(notice_due, -1, calendar)
    found = composition(facts.seats, facts.barred, facts.opened_on, book)
    if facts.council_formed_on is None and not facts.seats:
        return _Found(None, due_on)
    if found.complete and facts.council_formed_on is not None:
        return _Found(facts.council_formed_on, due_on)
    return _Found(facts.council_formed_on, due_on, council_faults(found), fault=True)


def council_faults(found: Composition) -> str:
    """What is wrong with a council, in one line."""
    said: list[str] = []
    counts: dict[str, Any] = {"filled": found.filled, "needed": found.needed}
    if found.missing:
        names = ", ".join(role_name(role) for role in found.missing)
        said.append(_("%(filled)s of %(needed)s seats filled; missing: %(names)s.") % {**counts, "names": names})
    if found.doubled or found.unknown or found.twice_seated:
        said.append(_("A seat is held twice, or one person holds two."))
    if found.refused:
        said.append(_("Somebody who may not sit holds a seat: %(count)s.") % {"count": len(found.refused)})
    if found.undeclared:
        said.append(_("Declarations of no family tie missing: %(count)s.") % {"count": len(found.undeclared)})
    return " ".join(said)


def _notice_due(facts: CaseFacts, book: RuleBook, calendar: WorkingCalendar) -> date | None:
    sitting = facts.council_on or facts.council_planned_on
    if sitting is None:
        return None
    return add_working_days(sitting, -book.council_notice(facts.opened_on).number, calendar)


def _council_notice(facts: CaseFacts, book: RuleBook, calendar: WorkingCalendar) -> _Found:
    due_on = _notice_due(facts, book, calendar)
    days = {"days": book.council_notice(facts.opened_on).number}
    if facts.council_notice_on and due_on and facts.council_notice_on > due_on:
        text = _("Sent less than %(days)s working days before the council meets.") % days
        return _Found(facts.council_notice_on, due_on, text, fault=True)
    return _Found(facts.council_notice_on, due_on, _("To be sent %(days)s working days before.") % days)


def _sitting(facts: CaseFacts) -> _Found:
    return _Found(facts.council_on, facts.council_planned_on, _("The person concerned may speak last."))


def _proposals(facts: CaseFacts) -> _Found:
    open_ones = [one for one in facts.proposals if one.evaluated_on is None]
    names = ", ".join(one.code for one in open_ones or facts.proposals)
    if not open_ones:
        days = [one.evaluated_on for one in facts.proposals if one.evaluated_on is not None]
        return _Found(max(days), None, names)
    due = [one.due_on for one in open_ones if one.due_on is not None]
    text = _("The act falls under an approved proposal without a result yet: %(codes)s.") % {"codes": names}
    return _Found(None, min(due, default=None), text)
