"""Grounds and terms of the papers of a case, from the book of rules; each with how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from discipline.models import Case, Decision
from discipline.rules.book import RuleBook
from discipline.rules.clocks import lapse_on, time_bar_clock
from discipline.rules.papers.facts import BasisFact, Term
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.values import Amount, Ground, RuleMissing
from organization.rules.calendar import WorkingCalendar, add_working_days

Terms = dict[str, Any]
"""Fields of PaperFacts that hold a Term, or several."""


def grounds_of(case: Case, kind: str, form: str, level: int, book: RuleBook, on: date) -> list[Ground]:
    """The rules a kind of paper rests on; those that no row of the day speaks of are left out."""
    party = "party_" if case.track == "party" else ""
    codes = {
        PaperKind.OPENING: ("step.notice", f"handling.{party}limit"),
        PaperKind.SUMMONS_1: ("step.review_meeting", "summons.count"),
        PaperKind.SUMMONS_2: ("step.review_meeting", "summons.count"),
        PaperKind.COUNCIL: ("step.council", "council.seats"),
        PaperKind.COMPLAINT: (f"complaint.{party}answer",),
        PaperKind.RESCISSION: ("restoration.tasks",),
    }.get(PaperKind(kind), ())
    found = [row.ground for row in (book.find(code, on) for code in codes) if row is not None]
    if kind == PaperKind.DECISION and form:
        rule = book.form_rule(case.subject_kind, form, on)
        found += [rule.ground] if rule is not None else []
    if kind == PaperKind.NO_DISCIPLINE:
        row = book.find("step.decision", on)
        found += [row.ground] if row is not None else []
    return found


def bases_of(grounds: Iterable[Ground]) -> tuple[BasisFact, ...]:
    """Each legal basis once. A parameter of this system has no source: no official paper may rest on it."""
    found: dict[str, bool] = {}
    for ground in grounds:
        if ground.source_url or ground.verified:
            found[ground.legal_basis] = found.get(ground.legal_basis, True) and ground.verified
    return tuple(BasisFact(text, verified) for text, verified in found.items())


def terms_of(
    case: Case, kind: str, decision: Decision | None, answered: int, book: RuleBook, calendar: WorkingCalendar, on: date
) -> Terms:
    form = decision.form if decision is not None else ""
    found: Terms = {}
    try:
        limit = book.handling_limit(case.discovered_on, case.track)
        found["handling_due"] = Term(case.handling_due_on, verified=limit.ground.verified)
    except RuleMissing:
        found["handling_due"] = Term(case.handling_due_on, verified=False)
    if case.handling_due_on is None:
        found["handling_due"] = None
    if kind in (PaperKind.OPENING, PaperKind.EXTRACT):
        row = book.find("step.statement", on)
        if row is not None and row.value.get("within"):
            due = add_working_days(on, int(row.value["within"]), calendar)
            found["statement_due"] = Term(due, verified=row.verified)
    if kind in (PaperKind.REVIEW_MINUTES, PaperKind.COUNCIL_MINUTES):
        found["time_bars"] = _time_bars(case, book, on)
    if kind in (PaperKind.DECISION, PaperKind.DELIVERY, PaperKind.COMPLAINT) and form:
        level = 2 if kind == PaperKind.COMPLAINT and answered == 1 else 1
        found["complaint_term"] = _days(_asked(lambda: book.complaint_lodge(level, on, form=form, track=case.track)))
    if kind == PaperKind.DECISION and form and decision is not None:
        found["lapses"] = _lapse(decision, book)
    return found


def _asked(ask: Callable[[], Amount]) -> Amount | None:
    try:
        return ask()
    except RuleMissing:
        return None


def _days(amount: Amount | None) -> Term | None:
    return Term(days=amount.number, verified=amount.ground.verified) if amount is not None else None


def _lapse(decision: Decision, book: RuleBook) -> Term | None:
    try:
        term = lapse_on(decision.effective_on, decision.form, book)
    except RuleMissing:
        return None
    return Term(term.on, verified=term.ground.verified)


def _time_bars(case: Case, book: RuleBook, on: date) -> tuple[tuple[str, Term], ...]:
    """Announced at a sitting: for each form of this kind of subject, until when it may be applied."""
    acted = case.acted_until or case.acted_on
    try:
        bars = time_bar_clock(acted, None, None, max(on, acted), book, case.track)
    except RuleMissing:
        return ()
    return tuple(
        (rule.title, Term(bars.ends_for.get(rule.form), verified=bars.ground.verified))
        for rule in book.forms(case.subject_kind, on)
    )
