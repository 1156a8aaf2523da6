"""Reading what stands beside the scorecards: bands, quotas, forced rules, timetable, parameters."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from evaluations.enums import GRADES_BEST_FIRST, Denominator, Effect, Step, SubjectGroup
from evaluations.rules.facts import CATALOGUE, NUMBER
from evaluations.rules.reading import Section
from evaluations.rules.spec import (
    Band,
    Condition,
    DayOfPeriod,
    FactValue,
    ForcedRule,
    HeadTie,
    Operator,
    Parameters,
    Quota,
    QuotaException,
    Source,
    TimetableStep,
)
from organization.rules.calendar import Direction

OPERATORS = ("<", "<=", "==", ">=", ">")
POOLS = ("unit", "subject_group")
ON_MISS = ("REMIND", "ESCALATE", "PROCEED_WITHOUT")
HEAD_TIES = ("HEAD_NOT_ABOVE_UNIT",)
EXCEPTION_PAPERS = ("UNIT_OUTSTANDING_DOC",)


def read_bands(items: list[Section], sources: Mapping[str, Source], *, floor: Decimal) -> tuple[Band, ...]:
    """Best first; each band must begin exactly where the one above it ends."""
    bands: list[Band] = []
    for item in items:
        band = Band(
            grade=item.choice("grade", GRADES_BEST_FIRST),
            name=item.name("name"),
            min_incl=item.number("from"),
            max_excl=item.number("below") if item.has("below") else None,
            source=item.source(sources),
        )
        item.close()
        if not bands and band.max_excl is not None:
            raise item.fault("below", _("the best band has no upper end"))
        if bands:
            _check_seam(item, above=bands[-1], band=band)
        bands.append(band)
    if bands[-1].min_incl != floor:
        raise items[-1].fault("from", _("the lowest band must begin at %(floor)s") % {"floor": floor})
    return tuple(bands)


def _check_seam(item: Section, *, above: Band, band: Band) -> None:
    low, high, start = band.min_incl, band.max_excl, above.min_incl
    if high is None or low >= high:
        raise item.fault("below", _("the band is empty or has no upper end"))
    names = {"above": above.grade, "band": band.grade, "high": high, "start": start}
    if high < start:
        raise item.fault("below", _("gap: %(band)s ends at %(high)s, %(above)s begins at %(start)s") % names)
    if high > start:
        raise item.fault("below", _("overlap: %(band)s ends at %(high)s, %(above)s begins at %(start)s") % names)


def read_quotas(items: list[Section], sources: Mapping[str, Source]) -> tuple[Quota, ...]:
    quotas = []
    for item in items:
        exception = None
        percent = _percent(item)
        if item.has("exception"):
            part = item.section("exception")
            exception = QuotaException(
                percent=_percent(part),
                requires=part.choice("requires", EXCEPTION_PAPERS),
                source=part.source(sources),
            )
            part.close()
            if exception.percent < percent:
                raise part.fault("percent", _("an exception widens the quota, it cannot narrow it"))
        grade = item.choice("grade", GRADES_BEST_FIRST)
        fallback = item.choice("fallback", GRADES_BEST_FIRST)
        if GRADES_BEST_FIRST.index(fallback) <= GRADES_BEST_FIRST.index(grade):
            raise item.fault("fallback", _("must be a lower grade"))
        quotas.append(
            Quota(
                code=item.text("code"),
                grade=grade,
                fallback=fallback,
                percent=percent,
                denominator=item.choice("denominator", Denominator.values),
                pool_by=item.texts("pool_by", POOLS),
                unit_head_excluded=item.yes_no("unit_head_excluded"),
                min_one=item.yes_no("min_one"),
                exception=exception,
                source=item.source(sources),
            )
        )
        item.close()
    return tuple(quotas)


def read_forced(items: list[Section], sources: Mapping[str, Source]) -> tuple[ForcedRule, ...]:
    """Rules in the order of their priority; every fact must stand in the catalogue."""
    rules: list[ForcedRule] = []
    for item in items:
        effect = item.choice("effect", Effect.values)
        no_grade = effect == Effect.NO_GRADE.value
        if no_grade and item.has("grade"):
            raise item.fault("grade", _("a rule that gives no grade names none"))
        rule = ForcedRule(
            code=item.text("code"),
            name=item.name("name"),
            priority=item.whole("priority"),
            conditions=tuple(_read_condition(part) for part in item.sections("if")),
            effect=effect,
            grade="" if no_grade else item.choice("grade", GRADES_BEST_FIRST),
            subject_groups=item.texts("for", SubjectGroup.values, tuple(SubjectGroup.values)),
            confirm_always=item.yes_no("confirm_always", False),
            source=item.source(sources),
        )
        item.close()
        if any(rule.code == other.code for other in rules):
            raise item.fault("code", _("the code %(code)s stands twice") % {"code": rule.code})
        rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: (rule.priority, rule.code)))


def _read_condition(part: Section) -> Condition:
    fact = part.choice("fact", tuple(CATALOGUE))
    operator = cast(Operator, part.choice("is", OPERATORS))
    value: FactValue
    if CATALOGUE[fact] == NUMBER:
        value = part.number("value")
    else:
        value = part.yes_no("value")
        if operator != "==":
            raise part.fault("is", _("a yes-or-no fact is compared with == only"))
    part.close()
    return Condition(fact=fact, operator=operator, value=value)


def read_head_tie(top: Section, sources: Mapping[str, Source]) -> HeadTie | None:
    if not top.has("head_tie"):
        return None
    item = top.section("head_tie")
    tie = HeadTie(kind=item.choice("kind", HEAD_TIES), source=item.source(sources))
    item.close()
    return tie


def read_timetable(items: list[Section], sources: Mapping[str, Source]) -> tuple[TimetableStep, ...]:
    """Steps in their order; the first one says when it opens."""
    steps: list[TimetableStep] = []
    order = list(Step.values)
    for item in items:
        step = TimetableStep(
            step=item.choice("step", order),
            opens=_read_day(item.section("opens")) if item.has("opens") else None,
            due=_read_day(item.section("due")),
            least_working_days=item.whole("least_working_days"),
            grace_hours=item.whole("grace_hours", 0),
            on_miss=item.choice("on_miss", ON_MISS),
            source=item.source(sources),
        )
        item.close()
        if not steps and step.opens is None:
            raise item.fault("opens", _("the first step must say when it opens"))
        if steps and order.index(step.step) <= order.index(steps[-1].step):
            raise item.fault("step", _("the steps stand in the wrong order"))
        if step.least_working_days < 0 or step.grace_hours < 0:
            raise item.fault("least_working_days", _("must not be negative"))
        steps.append(step)
    return tuple(steps)


def _read_day(part: Section) -> DayOfPeriod:
    month = part.choice("month", ("PERIOD", "NEXT"))
    last = part.stored("day") == "LAST"
    day = None if last else part.whole("day")
    if day is not None and not 1 <= day <= 31:
        raise part.fault("day", _("must lie between 1 and 31"))
    shift = cast(Direction, part.choice("shift", ("prev", "next", "none")))
    part.close()
    return DayOfPeriod(months_later=0 if month == "PERIOD" else 1, day=day, shift=shift)


def read_parameters(section: Section, sources: Mapping[str, Source]) -> Parameters:
    numbers: dict[str, Decimal] = {}
    named: list[tuple[str, Source]] = []
    for key in ("objection_days", "answer_days", "escalation_days", "reason_gap_share", "reason_gap_most"):
        item = section.section(key)
        numbers[key] = item.number("value")
        named.append((key, item.source(sources)))
        item.close()
        if numbers[key] <= 0 or (key.endswith("_days") and numbers[key] % 1):
            raise item.fault("value", _("must be above zero, days in whole numbers"))
    section.close()
    return Parameters(
        objection_days=int(numbers["objection_days"]),
        answer_days=int(numbers["answer_days"]),
        escalation_days=int(numbers["escalation_days"]),
        reason_gap_share=numbers["reason_gap_share"],
        reason_gap_most=numbers["reason_gap_most"],
        sources=tuple(named),
    )


def _percent(item: Section) -> Decimal:
    percent = item.number("percent")
    if not 0 < percent <= 100:
        raise item.fault("percent", _("must lie between 0 and 100"))
    return percent
