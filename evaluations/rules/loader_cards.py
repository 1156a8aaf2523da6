"""Reading the scorecards of a framework: groups, criteria, deduction rules."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from evaluations.enums import GroupKind, Method, SubjectGroup
from evaluations.rules.reading import Section
from evaluations.rules.spec import CriteriaGroup, Criterion, DeductionRule, Scale, Scorecard, Source

WIDEST_CARD = 6
"""Columns the grid can show side by side on a desk screen."""


def read_scorecards(items: list[Section], sources: Mapping[str, Source], scale: Scale) -> tuple[Scorecard, ...]:
    """One card per subject group; an entry may serve several groups."""
    cards: dict[str, Scorecard] = {}
    for item in items:
        name = item.name("name")
        groups = tuple(_read_group(group, sources, scale) for group in item.sections("groups"))
        for subject_group in item.texts("for", SubjectGroup.values):
            if subject_group in cards:
                raise item.fault("for", _("%(value)s already has a sheet") % {"value": subject_group})
            cards[subject_group] = Scorecard(subject_group=subject_group, name=name, groups=groups, scale=scale)
        item.close()
        _check_points(item, groups, scale)
        _check_codes(item, groups)
    return tuple(cards.values())


def _read_group(item: Section, sources: Mapping[str, Source], scale: Scale) -> CriteriaGroup:
    max_points = _points(item, "max", scale)
    kind = item.choice("kind", GroupKind.values, GroupKind.BASE.value)
    group = CriteriaGroup(
        code=item.text("code"),
        name=item.name("name"),
        kind=kind,
        max_points=max_points,
        floor=item.number("floor", 0) if item.stored("floor", 0) != "none" else None,
        cap=item.number("cap", max_points),
        criteria=tuple(_read_criterion(entry, sources, scale, kind) for entry in item.sections("criteria")),
        source=item.source(sources),
    )
    item.close()
    total = sum((criterion.max_points for criterion in group.criteria), Decimal(0))
    if total != max_points:
        raise item.fault(
            "max", _("the criteria sum to %(sum)s, the group says %(max)s") % {"sum": total, "max": max_points}
        )
    if group.cap > max_points or (group.floor is not None and group.floor > 0):
        raise item.fault("cap", _("a cap stands at or below max, a floor at or below zero"))
    return group


def _read_criterion(item: Section, sources: Mapping[str, Source], scale: Scale, kind: str) -> Criterion:
    name = item.name("name")
    criterion = Criterion(
        code=item.text("code"),
        name=name,
        short=item.name("short", name),
        max_points=_points(item, "max", scale),
        method=item.choice("method", Method.values),
        floor=item.number("floor", 0) if item.stored("floor", 0) != "none" else None,
        required=item.yes_no("required", kind == GroupKind.BASE.value),
        evidence_required=item.yes_no("evidence_required", kind == GroupKind.BONUS.value),
        deductions=tuple(
            _read_deduction(entry, sources, scale) for entry in item.sections("deductions", empty_allowed=True)
        ),
        source=item.source(sources),
    )
    item.close()
    if criterion.deductions and criterion.method != Method.DEDUCTIVE.value:
        raise item.fault("deductions", _("only a deductive criterion has them"))
    if criterion.floor is not None and criterion.floor > 0:
        raise item.fault("floor", _("a floor stands at or below zero"))
    return criterion


def _read_deduction(item: Section, sources: Mapping[str, Source], scale: Scale) -> DeductionRule:
    rule = DeductionRule(
        code=item.text("code"),
        name=item.name("name"),
        points=_points(item, "points", scale),
        max_times=item.whole("max_times") if item.has("max_times") else None,
        source=item.source(sources),
    )
    item.close()
    if rule.max_times is not None and rule.max_times < 1:
        raise item.fault("max_times", _("must be 1 or more"))
    return rule


def _points(item: Section, key: str, scale: Scale) -> Decimal:
    points = item.number(key)
    if points <= 0:
        raise item.fault(key, _("must be above zero"))
    if points % scale.point_step:
        raise item.fault(key, _("is no multiple of the step of %(step)s points") % {"step": scale.point_step})
    return points


def _check_points(item: Section, groups: tuple[CriteriaGroup, ...], scale: Scale) -> None:
    counted = [group for group in groups if scale.includes_bonus or group.kind == GroupKind.BASE.value]
    total = sum((group.max_points for group in counted), Decimal(0))
    if total != scale.total:
        raise item.fault(
            "groups", _("the groups sum to %(sum)s points, not to %(total)s") % {"sum": total, "total": scale.total}
        )


def _check_codes(item: Section, groups: tuple[CriteriaGroup, ...]) -> None:
    """Codes are the keys of stored scores, so they may stand only once on a sheet."""
    criteria = [criterion for group in groups for criterion in group.criteria]
    codes = [criterion.code for criterion in criteria]
    rules = [rule.code for criterion in criteria for rule in criterion.deductions]
    for listed in (codes, rules, [group.code for group in groups]):
        if repeated := sorted({code for code in listed if listed.count(code) > 1}):
            raise item.fault("groups", _("the code %(code)s stands twice") % {"code": repeated[0]})
    if len(codes) > WIDEST_CARD:
        raise item.fault("groups", _("a sheet has at most %(count)s criteria") % {"count": WIDEST_CARD})
