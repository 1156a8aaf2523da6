"""Terms computed from one day by one rule: small child, lapse, bar on promotion, complaints; each with its inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadres.rules.retirement import add_months
from discipline.enums import Form, Track
from discipline.rules.book import RuleBook
from discipline.rules.values import Amount, Ground
from foundation.workflow.errors import InvalidInput
from organization.rules.calendar import WorkingCalendar, add_working_days

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """One computed day with the rule it came by."""

    on: date
    ground: Ground
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is stored beside the day, to explain and to recompute it."""
        return {"on": self.on.isoformat(), **self.ground.as_json(), "inputs": dict(self.inputs)}


@dataclass(frozen=True, slots=True)
class ComplaintWindows:
    """Until when a complaint may be lodged, and, once accepted, until when it is answered (plain, complex)."""

    lodge_by: Term
    answer_by: Term | None
    answer_by_complex: Term | None


def end_of(start: date, amount: Amount, calendar: WorkingCalendar | None = None) -> date:
    """The last day of a length that begins the day after `start`.

    Raises:
        InvalidInput: the length counts working days and no calendar was given.
    """
    if amount.unit == "months":
        return add_months(start, amount.number)
    if amount.unit == "working_days":
        if calendar is None:
            raise InvalidInput(_("Working days need the calendar."), code="calendar_missing")
        return add_working_days(start, amount.number, calendar)
    return start + timedelta(days=amount.number)


def term(start: date, amount: Amount, calendar: WorkingCalendar | None = None) -> Term:
    """The same, with the rule and the inputs."""
    inputs = {"start": start.isoformat(), "number": amount.number, "unit": amount.unit}
    return Term(end_of(start, amount, calendar), amount.ground, inputs)


def child_pause(born_on: date, on: date, book: RuleBook, *, asked_in_writing: bool = False) -> Term | None:
    """The day until which somebody with a small child is not yet considered; None: the case goes on.

    The child is under the age of the rules (12 months) on the day, unless the person asked in writing to be
    considered. The mother of a child of 20 months may be disciplined. Legal source: NĐ 172/2025.
    """
    row = book.rule("suspension.child", on)
    ends = add_months(born_on, int(row.value["child_months"])) - ONE_DAY
    if on > ends or born_on > on or (asked_in_writing and row.value.get("unless_asked")):
        return None
    return Term(ends, row.ground, {"born_on": born_on.isoformat(), "months": row.value["child_months"]})


def lapse_on(effective_on: date, form: Form | str, book: RuleBook) -> Term:
    """The first day on which the decision counts no more, if there is no new violation: 12 months by the rules."""
    amount = book.lapse(effective_on)
    inputs = {"effective_on": effective_on.isoformat(), "months": amount.number, "form": str(form)}
    return Term(end_of(effective_on, amount), amount.ground, inputs)


def promotion_bar_until(form: Form | str, decision_on: date, book: RuleBook) -> Term | None:
    """The last day without a higher appointment: 24, 36, 60 months (QĐ 377/2025); None where no rule names the form."""
    amount = book.promotion_bar(form, decision_on)
    if amount is None:
        return None
    inputs = {"decision_on": decision_on.isoformat(), "months": amount.number, "form": str(form)}
    return Term(end_of(decision_on, amount), amount.ground, inputs)


def complaint_windows(
    received_on: date,
    level: int,
    form: Form | str,
    book: RuleBook,
    *,
    track: Track | str = Track.ADMINISTRATIVE,
    accepted_on: date | None = None,
    calendar: WorkingCalendar | None = None,
) -> ComplaintWindows:
    """Level 1: 15 days from receipt of the decision; level 2: 10 from the first answer, 30 after forced resignation.

    Answers: 30 days from acceptance, 45 when complex (not verified); on the Party track working days, which need the
    calendar. Raises InvalidInput for another level or a calendar that is missing.
    """
    if level not in (1, 2):
        raise InvalidInput(_("There are two levels of complaint."), code="complaint_level", field="level")
    lodge = term(received_on, book.complaint_lodge(level, received_on, form=str(form), track=track), calendar)
    if accepted_on is None:
        return ComplaintWindows(lodge, None, None)
    plain = term(accepted_on, book.complaint_answer(accepted_on, track=track), calendar)
    longer = term(accepted_on, book.complaint_answer(accepted_on, complex_case=True, track=track), calendar)
    return ComplaintWindows(lodge, plain, longer)
