"""The clocks of a case from its rows: handling limit, time bar, review, complaint."""

from datetime import date

from discipline.models import Case
from discipline.rules.book import RuleBook
from discipline.rules.clocks import Clock, PausedSpan, TimeBar, handling_clock, time_bar_clock
from discipline.rules.terms import end_of
from organization.rules.calendar import WorkingCalendar


def clock_of(case: Case, *, today: date, rules: RuleBook, calendar: WorkingCalendar) -> Clock:
    """The handling limit today, with the pauses on record (one query)."""
    pauses = [PausedSpan(one.from_on, one.ended_on, one.ground) for one in case.pauses.all()]
    extended = case.extended_on is not None
    return handling_clock(case.discovered_on, pauses, extended, today, rules, calendar, track=case.track)


def time_bar_of(case: Case, *, today: date, rules: RuleBook) -> TimeBar:
    """Until when each form may be applied, counted from the last day of the act."""
    return time_bar_clock(case.acted_until or case.acted_on, None, None, today, rules, case.track)


def review_due(case: Case, *, rules: RuleBook, calendar: WorkingCalendar) -> date:
    """The day by which a signal is to be reviewed."""
    reported = case.reported_at.date()
    return end_of(reported, rules.review_days(reported), calendar)
