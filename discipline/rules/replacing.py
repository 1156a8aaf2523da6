"""Terms of a replacement or dismissal without waiting for the end of a term, in working days."""

from dataclasses import dataclass
from datetime import date

from discipline.rules.book import RuleBook
from discipline.rules.terms import Term, term
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ReplacementTerms:
    """Propose by, decide by, decide by at the longest (with objective reasons)."""

    propose_by: Term
    decide_by: Term
    decide_longest_by: Term


def replacement_terms(
    grounds_since: date, book: RuleBook, calendar: WorkingCalendar, *, proposed_on: date | None = None
) -> ReplacementTerms:
    """10 working days to talk to the person and propose, 10 more to decide, 15 at most (QĐ 377/2025).

    The rule is that of the day the ground exists. Deciding runs from the proposal, or, before there is one, from the
    last day for it.

    Raises:
        RuleMissing: no rule holds on that day.
    """
    propose, decide, longest = book.replacement_terms(grounds_since)
    propose_by = term(grounds_since, propose, calendar)
    start = proposed_on if proposed_on is not None else propose_by.on
    return ReplacementTerms(propose_by, term(start, decide, calendar), term(start, longest, calendar))
