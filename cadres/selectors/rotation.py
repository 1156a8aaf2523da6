"""Rotation cases, rounds, exceptions and rules as pages and the API read them, within the reader's reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cadres.enums_rotation import CLOSED, ItemState, RotationRuleKind, RotationState
from cadres.models import (
    ListedPost,
    RotationCase,
    RotationException,
    RotationItem,
    RotationRelief,
    RotationRound,
    RotationRule,
)
from cadres.rules.names import search_key
from cadres.selectors.rotation_posts import MOVING
from foundation.access import visible_to
from foundation.workflow.errors import NotFound

RELATED = ("person", "unit__parent", "rule", "posting__position", "posting__unit", "receiver", "opened_by")


def cases_for(user: Any, action: str = "list") -> QuerySet[RotationCase]:
    """Cases within reach, earliest end first."""
    return visible_to(user, RotationCase.objects.select_related(*RELATED), action).order_by("due_on", "id")


def one_case(user: Any, code: str) -> RotationCase:
    """A case by its number.

    Raises:
        NotFound: none within reach.
    """
    found = cases_for(user, "read").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def in_stage(rows: QuerySet[RotationCase], stage: str, *, on: date) -> QuerySet[RotationCase]:
    """A state; `open`: not ended; `overdue`: the day has passed and nothing is planned."""
    if stage == "open":
        return rows.exclude(state__in=CLOSED)
    if stage == "overdue":
        return rows.filter(state=RotationState.DUE, due_on__lt=on)
    return rows.filter(state=stage)


def searched(rows: QuerySet[RotationCase], text: str) -> QuerySet[RotationCase]:
    return rows.filter(
        Q(code__istartswith=text.strip())
        | Q(person__code__iexact=text.strip())
        | Q(person__search_key__contains=search_key(text))
    )


def stage_counts(rows: QuerySet[RotationCase], *, on: date) -> dict[str, int]:
    """How many stand in each stage; one query."""
    found: dict[str, int] = rows.order_by().aggregate(
        open=Count("id", filter=~Q(state__in=CLOSED)),
        overdue=Count("id", filter=Q(state=RotationState.DUE, due_on__lt=on)),
        **{state.value: Count("id", filter=Q(state=state)) for state in RotationState},
    )
    return found


def beside(user: Any, case: RotationCase) -> QuerySet[RotationCase]:
    """Other open cases of the same person and post, by other rules, the earliest day first."""
    rows = cases_for(user).filter(person=case.person_id, posting=case.posting_id).exclude(state__in=CLOSED)
    return rows.exclude(pk=case.pk)


def items_of(user: Any, case: RotationCase) -> QuerySet[RotationItem]:
    rows = case.items.select_related(
        "round", "destination", "position", "hand_over_to", "successor", "proposed_by", "signed_by", "answered_by",
        "decided_by",
    )  # fmt: skip
    return visible_to(user, rows).order_by("-id")


@dataclass(frozen=True)
class ReliefLine:
    """A deferral in words; a ground kept apart only for who may read it."""

    row: RotationRelief
    ground: str
    evidence: str
    verified: bool

    @property
    def retires_on(self) -> date | None:
        """The day of retirement that exempts, where it does."""
        text = self.row.explained.get("retires_on")
        return date.fromisoformat(text) if text else None


def reliefs_of(user: Any, case: RotationCase, *, apart: bool) -> list[ReliefLine]:
    """Deferrals and exemptions of a case.

    Args:
        apart: the reader may read grounds that are kept apart.
    """
    rows = visible_to(user, case.reliefs.select_related("rule", "proposed_by", "settled_by")).order_by("-id")
    found = []
    for row in rows:
        if row.rule is not None:
            found.append(ReliefLine(row, row.rule.title, row.evidence, row.rule.verified))
        elif apart:
            rule = RotationRule.objects.filter(pk=row.apart.get("rule")).first()
            text = rule.title if rule else _("A matter of another room, kept apart there")
            found.append(ReliefLine(row, text, str(row.apart.get("evidence", "")), bool(rule and rule.verified)))
        else:
            found.append(ReliefLine(row, _("A ground kept apart by the organisation committee"), "", True))
    return found


def own_cases(user: Any) -> QuerySet[RotationCase]:
    """Cases about the reader, from the announcement on."""
    return cases_for(user, "own")


def rounds_for(user: Any) -> QuerySet[RotationRound]:
    seen = Q(items__in=visible_to(user, RotationItem.objects.order_by()).values("pk"))  # else a gap tells of one's own
    rows = RotationRound.objects.select_related("unit", "proposed_by", "approved_by").annotate(
        planned=Count("items", filter=seen & Q(items__state__in=[ItemState.SIGNED, ItemState.DONE])),
        decided=Count("items", filter=seen & Q(items__decided_on__isnull=False) & ~Q(items__state=ItemState.WITHDRAWN)),
        done=Count("items", filter=seen & Q(items__state=ItemState.DONE)),
    )
    return visible_to(user, rows).order_by("-begins_on", "-id")


def one_round(user: Any, code: str) -> RotationRound:
    found = rounds_for(user).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def candidates(user: Any, round: RotationRound) -> QuerySet[RotationCase]:
    """Cases within reach that fall due by the end of the round and whose post has no plan, by whatever rule."""
    stages = (RotationState.TRACKING, RotationState.APPROACHING, RotationState.DUE)
    rows = cases_for(user).filter(state__in=stages, due_on__lte=round.ends_on)
    moves = RotationCase.objects.filter(person=OuterRef("person"), posting=OuterRef("posting"), state__in=MOVING)
    return rows.filter(unit__path__startswith=round.unit.path).exclude(Exists(moves.order_by()))


def moves_of(user: Any, round: RotationRound) -> QuerySet[RotationItem]:
    rows = round.items.select_related("case__person", "destination", "position")
    return visible_to(user, rows).exclude(state=ItemState.WITHDRAWN).order_by("move_on", "id")


def exceptions_for(user: Any) -> QuerySet[RotationException]:
    rows = RotationException.objects.select_related("unit", "position", "entered_by")
    return visible_to(user, rows).order_by("-valid_from", "-id")


def one_exception(user: Any, pk: int) -> RotationException:
    found = exceptions_for(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def rules_for(user: Any, *, on: date | None = None) -> QuerySet[RotationRule]:
    """Rules, of one day when given."""
    rows = visible_to(user, RotationRule.objects.all()).order_by("id")
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows


def posts_for(user: Any, *, on: date | None = None) -> QuerySet[ListedPost]:
    rows = visible_to(user, ListedPost.objects.all()).order_by("group", "code")
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows


def rule_codes() -> list[str]:
    """Codes of limits, each once."""
    rows = RotationRule.objects.filter(kind=RotationRuleKind.LIMIT).order_by("code")
    return list(rows.values_list("code", flat=True).distinct())
