"""A case as the person concerned or a representative reads it; never votes, a reporter, a source, notes, a witness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discipline.enums import HANDLING, CaseRole, CaseState, DecisionState, DeliveryKind
from discipline.models import (
    Case,
    CaseExhibit,
    CaseMember,
    CasePaper,
    Complaint,
    Decision,
    Disclosure,
    FileReading,
    Pause,
    RestorationTask,
    Seat,
    Sitting,
    SoftMeasure,
    Statement,
    Summons,
    WorkSuspension,
)
from discipline.rules.book import RuleBook
from discipline.rules.due_process import DONE, OwedStep
from discipline.rules.own_words import STATES, TONES, day_words, step_words
from discipline.rules.terms import complaint_windows
from discipline.selectors.decisions import decision_in_force
from discipline.selectors.process import PREFETCH, owed
from discipline.selectors.rule_book import book
from foundation.access import allows, visible_to
from foundation.files.models import StoredFile
from foundation.workflow.errors import NotFound
from organization.rules.calendar import WorkingCalendar, working_days_between
from organization.selectors.calendar import working_calendar

MAY_BE_REPRESENTED = (*HANDLING, CaseState.SUSPENDED)
COMPLAINT_NEXT = {CaseState.IN_FORCE: 1, CaseState.UPHELD: 2, CaseState.AMENDED: 2}
"""Level of the complaint that may be lodged in a state."""


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step owed, in plain words."""

    code: str
    words: str
    state: str
    tone: str
    done_on: date | None
    due: str
    left: int | None
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """One thing that may still be done: `act` is the step of the page, empty where it is done elsewhere."""

    act: str
    title: str
    text: str
    until: date | None
    until_words: str
    left: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit opened to the person concerned."""

    number: int
    title: str
    on: date
    gone: bool


@dataclass(frozen=True, slots=True)
class OwnCase:
    """Everything the page shows."""

    case: Case
    stands_by: bool
    """The reader is a representative: reads, does nothing."""
    noticed_on: date | None
    steps: Sequence[OwnStep]
    chances: Sequence[Chance]
    statements: Sequence[Statement]
    summonses: Sequence[Summons]
    sittings: Sequence[Sitting]
    seats: Sequence[Seat]
    readings: Sequence[FileReading]
    exhibits: Sequence[Shown]
    papers: Sequence[CasePaper]
    decisions: Sequence[Decision]
    complaints: Sequence[Complaint]
    restorations: Sequence[RestorationTask]
    pauses: Sequence[Pause]
    suspensions: Sequence[WorkSuspension]
    measures: Sequence[SoftMeasure]
    representatives: Sequence[str]


def own_cases(user: Any) -> QuerySet[Case]:
    """Cases that concern the reader, or in which the reader stands by somebody; none before it is opened."""
    return visible_to(user, Case.objects.select_related("unit", "answering"), "own").order_by("-id")


def own_case(user: Any, code: str) -> Case:
    """One of them.

    Raises:
        NotFound: there is none, it concerns somebody else, or it is not opened; the three look the same.
    """
    rows = own_cases(user).select_related("subject", "subject_unit", "indicator")
    found = rows.prefetch_related(*PREFETCH).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def page_of(user: Any, case: Case, *, today: date) -> OwnCase:
    """The page; each part is asked of the matrix by itself."""
    rules, calendar = book(), working_calendar()
    steps = owed(case, rules=rules, calendar=calendar, today=today)
    handed = _kept(user, case.deliveries.all(), "case_delivery")
    notice = next((one for one in handed if one.kind == DeliveryKind.NOTICE), None)
    settled = case.state not in MAY_BE_REPRESENTED
    complaints = _of(user, Complaint, case) if settled else []
    stands_by = not allows(user, "case.answer", case)
    return OwnCase(
        case=case,
        stands_by=stands_by,
        noticed_on=notice.received_on if notice else None,
        steps=[_own_step(step, today, calendar) for step in steps],
        chances=[] if stands_by else _chances(case, steps, notice is not None, rules, calendar, today),
        statements=_kept(user, case.statements.all(), "case_statement"),
        summonses=sorted(_kept(user, case.summonses.all(), "case_summons"), key=lambda one: (one.sitting_on, one.pk)),
        sittings=_kept(user, case.sittings.all(), "case_sitting"),
        seats=[one for one in _kept(user, case.seats.all(), "case_seat") if one.ended_on is None],
        readings=_kept(user, case.file_readings.all(), "case_file_reading"),
        exhibits=_exhibits(user, case),
        papers=list(visible_to(user, CasePaper.objects.filter(case=case, shown=case)).order_by("-id")),
        decisions=_signed(user, case) if settled else [],
        complaints=complaints,
        restorations=_of(user, RestorationTask, case) if settled else [],
        pauses=_kept(user, case.pauses.all(), "case_pause"),
        suspensions=_of(user, WorkSuspension, case),
        measures=_of(user, SoftMeasure, case) if case.state == CaseState.NON_DISCIPLINARY else [],
        representatives=[one.user.full_name for one in representatives_of(case)],
    )


def representatives_of(case: Case) -> QuerySet[CaseMember]:
    """Who stands by the person concerned today: named by that person, so not hidden from that person's page."""
    rows = CaseMember.objects.filter(case=case, role=CaseRole.REPRESENTATIVE, ended_on=None)
    return rows.select_related("user").order_by("id")


def disclosed_file(user: Any, case: Case, number: int) -> StoredFile:
    """The newest file of an exhibit that was opened to the person concerned.

    Raises:
        NotFound: there is none, it was never opened, or it was withdrawn; the three look the same.
    """
    if not visible_to(user, Disclosure.objects.filter(case=case, number=number)).exists():
        raise NotFound
    line = CaseExhibit.objects.filter(case=case, number=number).select_related("file").order_by("-version").first()
    if line is None or line.file.withdrawn_at is not None:
        raise NotFound
    found: StoredFile = line.file
    return found


def _of(user: Any, model: Any, case: Case) -> list[Any]:
    return list(visible_to(user, model._default_manager.filter(case=case)))


def _kept(user: Any, rows: Iterable[Any], name: str) -> list[Any]:
    """Rows fetched with the case, if open to this reader: the matrix asks about the case, so one speaks for all."""
    found = list(rows)
    return found if found and allows(user, f"{name}.read", found[0]) else []


def _signed(user: Any, case: Case) -> list[Decision]:
    """The newest first; never a draft nor one that was thrown away."""
    return [one for one in _of(user, Decision, case) if one.state == DecisionState.SIGNED][::-1]


def _exhibits(user: Any, case: Case) -> list[Shown]:
    opened = dict(visible_to(user, Disclosure.objects.filter(case=case)).values_list("number", "on"))
    lines = (
        CaseExhibit.objects.filter(case=case, number__in=opened).select_related("file").order_by("number", "version")
    )
    newest = {line.number: line for line in lines}
    return [
        Shown(number, line.title, opened[number], line.file.withdrawn_at is not None)
        for number, line in sorted(newest.items())
    ]


def _left(due: date | None, today: date, calendar: WorkingCalendar) -> int | None:
    if due is None:
        return None
    if due < today:
        return -max(1, working_days_between(due, today, calendar))
    return working_days_between(today, due, calendar)


def _own_step(step: OwedStep, today: date, calendar: WorkingCalendar) -> OwnStep:
    open_due = step.due_on if step.state != DONE else None
    return OwnStep(
        code=step.code,
        words=step_words(step.code, step.title),
        state=str(_("Not needed")) if step.waived else str(STATES[step.state]),
        tone="" if step.waived else TONES[step.state],
        done_on=step.done_on if step.state == DONE else None,
        due=day_words(open_due) if open_due else "",
        left=_left(open_due, today, calendar),
        basis=step.ground.legal_basis,
        verified=step.ground.verified,
    )


def _chances(
    case: Case, steps: Sequence[OwedStep], noticed: bool, rules: RuleBook, calendar: WorkingCalendar, today: date
) -> list[Chance]:
    """What the person concerned may do today, the first to end first."""
    due = {step.code: step.due_on for step in steps if step.state != DONE}
    found: list[Chance] = []

    def add(act: str, title: str, text: str, until: date | None) -> None:
        until = until if until is not None and until >= today else None  # a term that passed takes no right away
        words = day_words(until) if until else ""
        found.append(Chance(act, title, text, until, words, _left(until, today, calendar)))

    if case.state in HANDLING and noticed:
        text = _("You may add to it until the case is decided.")
        add("statement", _("Explain yourself in writing"), text, due.get("statement"))
        text = _("Ask whoever handles the case for a time; whatever is opened to you stands below.")
        add("", _("Read the file"), text, due.get("file_access"))
    if case.state in MAY_BE_REPRESENTED:
        text = _("Somebody with an account who reads what you read and comes with you.")
        add("representative", _("Name a representative"), text, None)
    lodge = complaint_until(case, rules)
    if lodge is not None and lodge >= today:
        text = _("The decision stays in force meanwhile; nobody may hold a complaint against you.")
        add("complaint", _("Complain"), text, lodge)
    return sorted(found, key=lambda one: one.until or date.max)


def complaint_until(case: Case, rules: RuleBook) -> date | None:
    """The last day to lodge the next complaint; None where there is nothing to complain about now."""
    level = COMPLAINT_NEXT.get(CaseState(case.state))
    decision = decision_in_force(case) if level is not None else None
    if level is None or decision is None or case.complaints.filter(level=level).exists():
        return None
    kind = DeliveryKind.DECISION if level == 1 else DeliveryKind.ANSWER
    received = [one.received_on for one in case.deliveries.all() if one.kind == kind]
    if not received:
        return None
    windows = complaint_windows(
        received[-1], level, decision.form, rules, track=case.track, calendar=working_calendar()
    )
    return windows.lodge_by.on


def concerning(user: Any) -> list[Case]:
    """The newest cases that concern the reader, for the first page; one query."""
    return list(own_cases(user)[:3])
