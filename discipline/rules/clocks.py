"""The two clocks of a case, handling limit and time bar; each with its rule and the inputs it was computed from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from discipline.enums import Form, Track
from discipline.rules.book import RuleBook
from discipline.rules.terms import (
    ONE_DAY,
    ComplaintWindows,
    Term,
    child_pause,
    complaint_windows,
    end_of,
    lapse_on,
    promotion_bar_until,
    term,
)
from discipline.rules.values import Ground
from foundation.workflow.errors import InvalidInput
from organization.rules.calendar import WorkingCalendar, working_days_between

__all__ = [
    "Clock", "ComplaintWindows", "PausedSpan", "Term", "TimeBar", "Warned", "child_pause", "complaint_windows",
    "end_of", "handling_clock", "lapse_on", "promotion_bar_until", "term", "time_bar_clock",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PausedSpan:
    """Days that do not count, both included; without a last day the pause still runs."""

    starts_on: date
    ends_on: date | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of the handling limit: its day number, the date of it, whether it has come."""

    day: int
    on: date
    reached: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The handling limit. Days are calendar days unless named otherwise; `ends_on` still lies within the limit.

    While a pause runs, `ends_on` is the day it would end on if work began again tomorrow: it moves on day by day.
    """

    starts_on: date
    ends_on: date
    days_run: int
    limit_days: int
    working_days_left: int
    paused_days: int
    paused: bool
    extended: bool
    warnings: tuple[Warned, ...]
    ground: Ground
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def days_left(self) -> int:
        """Calendar days; negative when the limit has passed."""
        return self.limit_days - self.days_run

    @property
    def is_over(self) -> bool:
        return self.days_run > self.limit_days


@dataclass(frozen=True, slots=True)
class TimeBar:
    """By form, the last day on which it may be applied; None: this form has no time bar."""

    starts_for: Mapping[str, date]
    ends_for: Mapping[str, date | None]
    ground: Ground
    differs_today: bool
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def is_barred(self, form: Form | str, on: date) -> bool:
        """Whether the form may no longer be applied on a day."""
        end = self.ends_for[str(form)]
        return end is not None and on > end

    def open_forms(self, on: date) -> tuple[str, ...]:
        return tuple(form for form in self.ends_for if not self.is_barred(form, on))


def handling_clock(
    discovered_on: date,
    pauses: Sequence[PausedSpan],
    extended: bool,
    today: date,
    book: RuleBook,
    calendar: WorkingCalendar,
    *,
    track: Track | str = Track.ADMINISTRATIVE,
) -> Clock:
    """From discovery to decision: 90 days, 150 in all when extended; paused days do not count.

    The rule is that of the day of discovery. The day of discovery itself does not count: discovered on 21/9,
    90 days end on 20/12, whatever day of the week that is. Pauses before it or ending before they begin are refused
    or cut. Legal source: NĐ 112/2020; the figures under the law of 2025 stand as not verified in the rules.

    Raises:
        InvalidInput: the discovery lies in the future, or a pause ends before it begins.
        RuleMissing: no rule holds on the day of discovery.
    """
    if discovered_on > today:
        raise InvalidInput(_("The discovery cannot lie in the future."), code="discovery_future", field="discovered_on")
    amount = (
        book.handling_limit_extended(discovered_on, track) if extended else book.handling_limit(discovered_on, track)
    )
    spans = _merged(pauses, after=discovered_on, today=today)
    limit_days = (end_of(discovered_on, amount) - discovered_on).days
    ends_on = _end_with(discovered_on, limit_days, spans)
    paused_days = sum((min(last, today) - first).days + 1 for first, last in spans if first <= today)
    warnings = []
    for day in book.warn_days(discovered_on, extended=extended) if amount.unit == "days" else ():
        on = _end_with(discovered_on, day, spans)
        warnings.append(Warned(day, on, reached=on <= today))
    return Clock(
        starts_on=discovered_on,
        ends_on=ends_on,
        days_run=(today - discovered_on).days - paused_days,
        limit_days=limit_days,
        working_days_left=working_days_between(today, ends_on, calendar),
        paused_days=paused_days,
        paused=any(one.starts_on <= today and (one.ends_on is None or one.ends_on >= today) for one in pauses),
        extended=extended,
        warnings=tuple(warnings),
        ground=amount.ground,
        inputs={
            "discovered_on": discovered_on.isoformat(),
            "number": amount.number,
            "unit": amount.unit,
            "extended": extended,
            "today": today.isoformat(),
            "pauses": [[one.starts_on.isoformat(), one.ends_on and one.ends_on.isoformat()] for one in pauses],
        },
    )


def _merged(pauses: Iterable[PausedSpan], *, after: date, today: date) -> list[tuple[date, date]]:
    """Paused days as spans without overlap, those after the first day only; an open pause runs until today."""
    spans: list[tuple[date, date]] = []
    for one in pauses:
        if one.ends_on is not None and one.ends_on < one.starts_on:
            raise InvalidInput(_("A pause cannot end before it begins."), code="pause_order", field="ends_on")
        first, last = max(one.starts_on, after + ONE_DAY), one.ends_on if one.ends_on is not None else today
        if first <= last:
            spans.append((first, last))
    merged: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _end_with(start: date, days: int, spans: Iterable[tuple[date, date]]) -> date:
    """The day on which `days` days have run since `start`, leaving the spans out."""
    end = start + timedelta(days=days)
    for first, last in spans:
        if first > end:
            break
        end += (last - first) + ONE_DAY
    return end


def time_bar_clock(
    acted_on: date,
    new_act_on: date | None,
    form: Form | str | None,
    today: date,
    book: RuleBook,
    track: Track | str,
    *,
    never_ground: str = "",
) -> TimeBar:
    """Until when each form may be applied: 60 months for a reprimand, 120 for a warning and above (by the rules).

    Months run from the act (its last day when it went on) by the rule of that day; the last day still counts. A new
    violation inside the period starts it anew, by form; one after it has ended does not revive it. No time bar for
    the forms and grounds the rules name (`never_ground` is one of these grounds). `differs_today`: the rule of today
    has other months than the rule of the act, so a lawyer confirms which applies.
    Legal source: Resolution 76/2022/QH15; QĐ 69-QĐ/TW Art 4.

    Raises:
        InvalidInput: the act lies in the future, or the new one before the first, or the ground is unknown.
        RuleMissing: no rule holds on the day of the act.
    """
    if acted_on > today or (new_act_on is not None and new_act_on > today):
        raise InvalidInput(_("An act cannot lie in the future."), code="act_future", field="acted_on")
    if new_act_on is not None and new_act_on < acted_on:
        raise InvalidInput(_("The new act cannot lie before the first one."), code="act_order", field="new_act_on")
    never = book.never_barred(track, acted_on)
    if never_ground and (never is None or never_ground not in never.value["grounds"]):
        raise InvalidInput(
            _("The rules name no such ground without a time bar."), code="ground_unknown", field="ground"
        )
    starts: dict[str, date] = {}
    ends: dict[str, date | None] = {}
    differs = False
    for one in Form.values if form is None else [str(form)]:
        starts[one] = acted_on
        amount = None if never_ground else book.time_bar(track, one, acted_on)
        ends[one] = None if amount is None else end_of(acted_on, amount)
        end = ends[one]
        if amount is not None and end is not None and new_act_on is not None and new_act_on <= end:
            starts[one] = new_act_on
            amount = book.time_bar(track, one, new_act_on) or amount
            ends[one] = end_of(new_act_on, amount)
        now = None if amount is None else book.time_bar(track, one, today)
        differs = differs or (now is not None and amount is not None and now.number != amount.number)
    return TimeBar(
        starts_for=starts,
        ends_for=ends,
        ground=never.ground if never_ground and never else book.rule(f"time_bar.{track}", acted_on).ground,
        differs_today=differs,
        inputs={
            "acted_on": acted_on.isoformat(),
            "new_act_on": new_act_on and new_act_on.isoformat(),
            "never_ground": never_ground,
            "track": str(track),
        },
    )
