"""Above the submit button: own distribution beside the last months, the rater's profile, the quota, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import EvaluationState, UnitCycleState
from evaluations.models import Evaluation, UnitCycle
from evaluations.rules.calibration import Distribution, GradedSheet, RaterProfile, distribution_of, rater_profile
from evaluations.rules.quota import QuotaResult
from evaluations.rules.spec import FrameworkSpec
from evaluations.rules.wording import figure, say_quota
from evaluations.selectors.pages.evidence import RowEvidence
from evaluations.selectors.pages.grid import Grid, Row
from evaluations.selectors.pages.places import Place
from evaluations.selectors.pages.standing import current_grade, quota_of
from foundation.access import allows

MONTHS = 3
PASSED_ON = ("submitted", "decided", "published", "revised", "expired")


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the distribution, as a share bar takes it."""

    period: date
    now: bool
    distribution: Distribution

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        found = self.distribution
        return (("A", found.a), ("B", found.b), ("C", found.c), ("D", found.d), ("", found.not_graded))


@dataclass(frozen=True, slots=True)
class Named:
    """A row named in a sentence, with the key that opens it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the bottom cards of the grid say."""

    bars: tuple[Bar, ...]
    before: tuple[str, ...]
    now: tuple[str, ...]
    high_with_late: tuple[Named, ...]
    quota: QuotaResult | None
    quota_words: str
    missing: tuple[str, ...]
    two_steps_in_one: bool
    is_decider: bool
    may_submit: bool
    submitted: bool
    open: bool


def summary_of(
    user: Any, spec: FrameworkSpec, where: Place, grid: Grid, evidence: Mapping[int, RowEvidence]
) -> Summary:
    """One query, for the earlier months. The quota counts the rows in reach only: a neighbour's draft stays hidden."""
    rows = grid.rows
    person_id = user.person_id
    mine = [row for row in rows if person_id and row.sheet.superior_id == person_id] or list(rows)
    rates = bool(person_id and any(row.sheet.superior_id == person_id for row in rows))
    earlier = _earlier(where, person_id if rates else None)
    periods = sorted(earlier, reverse=True)[:MONTHS]
    present = distribution_of(current_grade(row.sheet) for row in mine if row.sheet.person_id)
    profile = rater_profile(
        GradedSheet(
            key=row.key,
            grade=current_grade(row.sheet),
            self_total=row.self_total,
            given_total=row.total,
            has_late_task=evidence.get(row.sheet.pk, RowEvidence()).late > 0,
        )
        for row in mine
    )
    names = {row.key: row.name for row in mine}
    quota = quota_of(spec, where.unit_cycle, [row.sheet for row in rows])
    is_decider = bool(person_id and where.unit_cycle.decider_id == person_id)
    return Summary(
        bars=(
            Bar(where.cycle.period, True, present),
            *(Bar(period, False, distribution_of(sheet.grade for sheet in earlier[period])) for period in periods),
        ),
        before=_before(periods[0], rater_profile(earlier[periods[0]])) if periods else (),
        now=_now(profile),
        high_with_late=tuple(Named(key, names[key]) for key in profile.high_with_late_task),
        quota=quota,
        quota_words=say_quota(quota.explanation) if quota else "",
        missing=missing_in([row for row in mine if row.sheet.person_id != person_id or person_id is None]),
        two_steps_in_one=is_decider and rates,
        is_decider=is_decider,
        may_submit=may_submit(user, where.unit_cycle, [row.sheet for row in rows]),
        submitted=bool(mine) and all(row.mark.code in PASSED_ON for row in mine),
        open=where.unit_cycle.state == UnitCycleState.OPEN,
    )


def may_submit(user: Any, unit_cycle: UnitCycle, sheets: Sequence[Evaluation]) -> bool:
    """Somebody passes sheets on to another person: a superior the own ones, a submitter those of the whole unit."""
    if unit_cycle.state != UnitCycleState.OPEN:
        return False
    passed_on = [sheet for sheet in sheets if sheet.superior_id != sheet.decider_id]
    if allows(user, "unit_cycle.submit", unit_cycle):
        return bool(passed_on)
    return any(user.person_id is not None and sheet.superior_id == user.person_id for sheet in passed_on)


def missing_in(rows: Sequence[Row]) -> tuple[str, ...]:
    """What keeps the rows from being passed on, one short phrase a kind; nothing when all is done."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.mark.code] = counts.get(row.mark.code, 0) + 1
    owed = sum(1 for row in rows if row.owes_reason and row.editable)
    phrases = [
        (counts.get("open", 0), ngettext("%(n)s row not scored", "%(n)s rows not scored", counts.get("open", 0))),
        (counts.get("draft", 0), ngettext("%(n)s draft", "%(n)s drafts", counts.get("draft", 0))),
        (counts.get("returned", 0), ngettext("%(n)s returned", "%(n)s returned", counts.get("returned", 0))),
        (
            counts.get("waiting", 0) + counts.get("sent_back", 0),
            ngettext(
                "%(n)s awaiting self-assessment",
                "%(n)s awaiting self-assessment",
                counts.get("waiting", 0) + counts.get("sent_back", 0),
            ),
        ),
        (owed, ngettext("%(n)s row owes a reason", "%(n)s rows owe a reason", owed)),
    ]
    return tuple(text % {"n": count} for count, text in phrases if count)


def _earlier(where: Place, person_id: int | None) -> dict[date, list[GradedSheet]]:
    rows = Evaluation.objects.filter(
        state=EvaluationState.PUBLISHED,
        superseded_by__isnull=True,
        person__isnull=False,
        cycle__period__lt=where.cycle.period,
        cycle__period__gte=_months_back(where.cycle.period, MONTHS),
    )
    if person_id is not None:
        rows = rows.filter(superior_id=person_id)
    elif where.division is not None:
        rows = rows.filter(division=where.division)
    else:
        rows = rows.filter(unit_cycle__unit=where.unit)
    found: dict[date, list[GradedSheet]] = {}
    for period, pk, grade, own, given in rows.values_list("cycle__period", "pk", "grade", "self_total", "total"):
        shown = grade if grade in ("A", "B", "C", "D") else None
        found.setdefault(period, []).append(GradedSheet(str(pk), shown, own, given))
    return found


def _months_back(period: date, months: int) -> date:
    number = period.year * 12 + period.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _before(period: date, profile: RaterProfile) -> tuple[str, ...]:
    """How the last month was graded; a mirror, not a reproach."""
    found = profile.distribution
    return (
        _("In %(month)s %(high)s of %(all)s stood at A or B; the self score was kept unchanged for %(kept)s.")
        % {
            "month": f"{period:%m/%Y}",
            "high": found.a_or_b,
            "all": found.graded + found.not_graded,
            "kept": len(profile.kept_self),
        },
    )


def _now(profile: RaterProfile) -> tuple[str, ...]:
    mean = profile.mean_difference
    if mean is None:
        return (_("This month nothing is scored yet beside a self-assessment."),)
    if mean == 0:
        return (_("This month the scores equal the self scores on average."),)
    text = (
        _("This month the scores stand %(points)s below the self scores on average.")
        if mean < 0
        else _("This month the scores stand %(points)s above the self scores on average.")
    )
    return (
        text % {"points": figure(abs(mean), least_places=1)},
        _("The self score was kept unchanged for %(kept)s of %(all)s.")
        % {"kept": len(profile.kept_self), "all": profile.compared},
    )
