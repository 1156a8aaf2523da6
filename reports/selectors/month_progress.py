"""How the month at work goes, for those who control it: bars per step, and how many units hang where."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.enums import CycleState, ObjectionState, Step
from evaluations.selectors.pages.control import Totals, totals, units_of
from evaluations.selectors.pages.days import Deadline, deadline
from evaluations.selectors.pages.months import Landing
from evaluations.selectors.pages.objections import seen_by
from foundation.access import allows
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Question:
    """How many, and which: the number leads to its rows."""

    count: int
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    done: int
    tone: str


@dataclass(frozen=True, slots=True)
class MonthProgress:
    period: date
    totals: Totals
    bars: tuple[Bar, ...]
    due: Deadline | None
    units: int
    not_begun: int
    not_begun_names: str
    questions: tuple[Question, ...]
    url: str


def month_progress(user: Any, landing: Landing, *, on: date, days: WorkingCalendar) -> MonthProgress | None:
    """The newest open month in the reader's reach; None for those who do not control months. Four queries."""
    if not allows(user, "cycle.control"):
        return None
    cycle = next((month for month in landing.months if month.state == CycleState.OPEN), None)
    if cycle is None:
        return None
    found = totals(user, cycle)
    units: list[Any] = list(units_of(user, cycle))  # with the counts that units_of adds
    not_begun = [unit for unit in units if unit.waiting == unit.total]
    waiting = [unit for unit in units if unit.waiting]
    unscored = [unit for unit in units if unit.scored < unit.total]
    url = reverse("evaluations:control", kwargs={"period": cycle.period})
    if len(units) > 1:
        questions = [
            Question(
                len(waiting), _("Units still waiting for self-assessments"), _names(waiting), f"{url}?show=waiting"
            ),
            Question(len(unscored), _("Units not wholly scored"), _names(unscored), f"{url}?show=open"),
        ]
    else:
        questions = [
            Question(found.sheets - found.self_done, _("Sheets without a self-assessment"), _names(waiting), url),
            Question(found.self_done - found.scored, _("Handed in, not scored yet"), _names(unscored), url),
        ]
    objections = seen_by(user, show="waiting")
    escalated = objections.filter(state=ObjectionState.ESCALATED).count()
    filed = objections.filter(state=ObjectionState.FILED).count()
    questions.append(
        Question(
            filed + escalated,
            _("Objections without an answer"),
            _("%(n)s with the level above") % {"n": escalated},
            reverse("evaluations:objections"),
        )
    )
    return MonthProgress(
        period=cycle.period,
        totals=found,
        bars=(
            Bar(_("Self-assessment"), found.self_done, "ok"),
            Bar(_("Direct superior"), found.scored, "info"),
            Bar(_("Decided"), found.decided, "info"),
            Bar(_("Published"), found.published, "mute"),
        ),
        due=deadline(Step.SUPERIOR, cycle, None, on=on, days=days),
        units=len(units),
        not_begun=len(not_begun),
        not_begun_names=_names(not_begun),
        questions=tuple(questions),
        url=url,
    )


def _names(units: list[Any]) -> str:
    """The first two, short."""
    names = [unit.unit.short_name or unit.unit.name.replace("Ủy ban nhân dân", "UBND") for unit in units[:2]]
    return ", ".join(names) + (" …" if len(units) > 2 else "")
