"""Measures in force of many people in a month, and the month a violation counts for: once, never twice."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from discipline.enums import IN_EFFECT, CaseState, DecisionState, Effect, Outcome
from discipline.models import Case, Decision, ViolationUse
from discipline.rules.book import RuleBook
from discipline.rules.values import Ground
from discipline.selectors.rule_book import book

PERIOD_RULE = "evaluation.period"
STANDING = (*IN_EFFECT, CaseState.LAPSED)
"""States in which a decision counts or once counted; a rescinded one never did."""
_COLUMNS = (
    "id", "code", "subject_id", "track", "form", "state", "acted_on", "acted_until", "effective_on", "lapses_on",
    "closed_on", "barred_ids", "twin_id", "twin_of__id", "decision_id", "number", "signed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A decision on one person. `counts_for` None: no rule says which month it counts for, a person must look.

    `used_for` is the month in which this violation lowered a grade already, by this track or the other one;
    `kept_out` are the persons to whom the case is closed by name.
    """

    case_id: int
    person_id: int
    decision_id: int
    number: str
    signed_on: date
    track: str
    form: str
    effective_on: date
    ended_on: date | None
    counts_for: date | None
    used_for: date | None
    ground: Ground | None
    kept_out: frozenset[int] = frozenset()

    def in_force(self, period: date) -> bool:
        """On some day of the month."""
        return self.effective_on < _next(period) and (self.ended_on is None or self.ended_on > period)

    def counts_in(self, period: date) -> bool:
        """It is this month whose grade the violation lowers."""
        return self.used_for == period if self.used_for is not None else self.counts_for == period


@dataclass(frozen=True, slots=True)
class Noted:
    """A measure that is not discipline, shown to who scores, never a ground to lower a grade."""

    title: str
    document: str


@dataclass(frozen=True, slots=True)
class MonthEffects:
    """What discipline says of one person in one month."""

    measures: tuple[Measure, ...] = ()
    noted: tuple[Noted, ...] = ()

    @property
    def known(self) -> bool:
        return all(measure.counts_for is not None for measure in self.measures)


NOTHING = MonthEffects()


def month_effects(person_ids: Collection[int], *, period: date) -> Mapping[int, MonthEffects]:
    """By person, those alone of whom there is something to say: two queries, and the rules where anything was found.

    A signal, an open case and one that ended otherwise are not looked at.
    """
    if not person_ids:
        return {}
    softly = Q(state=CaseState.NON_DISCIPLINARY, soft_measure__effect=Effect.NOTED, soft_measure__period=period)
    rows = list(
        _cases(Q(subject_id__in=person_ids) & (Q(state__in=STANDING) | softly)).values(
            *_COLUMNS, "soft_measure__kind", "soft_measure__document"
        )
    )
    found: dict[int, MonthEffects] = {}
    decided = [row for row in rows if row["state"] != CaseState.NON_DISCIPLINARY]
    for measure in _measures(decided):
        if measure.counts_in(period) or measure.in_force(period):
            before = found.get(measure.person_id, NOTHING)
            found[measure.person_id] = MonthEffects((*before.measures, measure), before.noted)
    soft = [row for row in rows if row["state"] == CaseState.NON_DISCIPLINARY]
    if soft:
        titles = {one.key: one.title for one in book().soft_measures(period)}
        for row in soft:
            before = found.get(row["subject_id"], NOTHING)
            kind = row["soft_measure__kind"]
            noted = Noted(titles.get(kind, kind), row["soft_measure__document"])
            found[row["subject_id"]] = MonthEffects(before.measures, (*before.noted, noted))
    return found


def measures_of_cases(case_ids: Iterable[int]) -> list[Measure]:
    """The standing measures of these cases, each with the month it counts for."""
    return _measures(list(_cases(Q(pk__in=list(case_ids), state__in=STANDING)).values(*_COLUMNS)))


def standing_of(person_id: int) -> list[Measure]:
    """Decisions on one person that stand or stood until they lapsed."""
    return _measures(list(_cases(Q(subject_id=person_id, state__in=STANDING)).values(*_COLUMNS)))


def unused_case_ids() -> list[int]:
    """Cases about a person whose measure is in effect and has lowered no grade yet."""
    rows = Case.objects.filter(state__in=IN_EFFECT, subject__isnull=False, uses__isnull=True)
    return list(rows.order_by("id").values_list("pk", flat=True))


def version_of(case_id: int) -> int:
    """How often the case was written: a job for each change of it has a key of its own."""
    return Case.objects.values_list("row_version", flat=True).get(pk=case_id)


def group_of(case: Case) -> set[int]:
    """A case and its twin on the other track: one violation."""
    others = Case.objects.filter(Q(twin_id=case.pk) | Q(pk=case.twin_id)).values_list("pk", flat=True)
    return {case.pk, *others}


def _cases(wanted: Q) -> QuerySet[Case]:
    signed = Decision.objects.filter(case=OuterRef("pk"), state=DecisionState.SIGNED, outcome=Outcome.FORM).order_by(
        "-version"
    )
    return (
        Case.objects.filter(wanted)
        .annotate(
            decision_id=Subquery(signed.values("pk")[:1]),
            number=Subquery(signed.values("number")[:1]),
            signed_on=Subquery(signed.values("signed_on")[:1]),
        )
        .order_by("id")
    )


def _measures(rows: list[dict[str, Any]]) -> list[Measure]:
    kept = [row for row in rows if row["decision_id"] and row["effective_on"] and row["form"] and row["subject_id"]]
    if not kept:
        return []
    rules = book()
    used = _uses({pk for row in kept for pk in _group(row)})
    return [_measure(row, used, rules) for row in kept]


def _uses(case_ids: set[int]) -> dict[int, date]:
    """The first month in which each case lowered a grade; what was rescinded counts as never used."""
    rows = ViolationUse.objects.filter(case_id__in=case_ids).exclude(case__state=CaseState.RESCINDED)
    found: dict[int, date] = {}
    for case, period in rows.order_by("id").values_list("case_id", "period"):
        found.setdefault(case, period)
    return found


def _group(row: Mapping[str, Any]) -> list[int]:
    return [pk for pk in (row["id"], row["twin_id"], row["twin_of__id"]) if pk is not None]


def _measure(row: Mapping[str, Any], used: Mapping[int, date], rules: RuleBook) -> Measure:
    rule = rules.find(PERIOD_RULE, row["effective_on"])
    day: date | None = None
    if rule is not None:
        day = row["effective_on"] if rule.value["of"] == "decision" else row["acted_until"] or row["acted_on"]
    return Measure(
        case_id=row["id"],
        person_id=row["subject_id"],
        decision_id=row["decision_id"],
        number=row["number"],
        signed_on=row["signed_on"],
        track=row["track"],
        form=row["form"],
        effective_on=row["effective_on"],
        ended_on=(row["lapses_on"] or row["closed_on"]) if row["state"] == CaseState.LAPSED else None,
        counts_for=day.replace(day=1) if day else None,
        used_for=next((used[pk] for pk in _group(row) if pk in used), None),
        ground=rule.ground if rule else None,
        kept_out=frozenset(row["barred_ids"]),
    )


def _next(period: date) -> date:
    return (period + timedelta(days=31)).replace(day=1)
