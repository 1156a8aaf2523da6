"""Corrections in the reader's reach, and one of them with what it changes: lines, points, grade, share of A."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language

from cadres.rules.names import search_key
from evaluations.enums import RevisionKind, RevisionState
from evaluations.models import Evaluation, Objection, Revision
from evaluations.rules.scoring import score
from evaluations.rules.spec import FrameworkSpec
from evaluations.rules.stored import lines_from_json
from evaluations.rules.wording import say_quota
from evaluations.selectors.closed import veil_for
from evaluations.selectors.decision import score_of
from evaluations.selectors.pages.grid import points_in
from evaluations.selectors.revising import Outcome
from foundation.access import visible_to
from foundation.workflow.errors import NotFound

RELATED = (
    "evaluation__person",
    "evaluation__unit",
    "evaluation__division",
    "evaluation__cycle__framework",
    "evaluation__unit_cycle__unit__parent",
    "evaluation__decided_by",
    "objection",
    "proposed_by",
    "settled_by",
)


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One criterion before and after."""

    name: str
    most: Decimal
    before: Decimal | None
    after: Decimal | None
    reason: str

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def gap(self) -> Decimal | None:
        return None if self.before is None or self.after is None or not self.changed else self.after - self.before


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    name: str
    most: Decimal
    before: Decimal | None
    after: Decimal | None
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class PoolWords:
    """How one pool stands with and without the correction."""

    before: str
    after: str
    worse: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction in force as the person reads it; `old` is the version that fell."""

    revision: Revision
    old: Evaluation
    groups: tuple[ChangedGroup, ...]


def seen_by(user: Any, asked: Mapping[str, str]) -> QuerySet[Revision]:
    """Corrections of other people's sheets, those that wait first; filters `state`, `kind`, `month`, `q`."""
    rows = visible_to(user, Revision.objects.all())
    if user.person_id is not None:
        rows = rows.exclude(evaluation__person_id=user.person_id)
    if asked.get("state") in RevisionState.values:
        rows = rows.filter(state=asked["state"])
    if asked.get("kind") in RevisionKind.values:
        rows = rows.filter(kind=asked["kind"])
    if month := _month(asked.get("month", "")):
        rows = rows.filter(evaluation__cycle__period=month)
    if text := asked.get("q", "").strip()[:80]:
        words = search_key(text)
        found = Q(code__iexact=text) | Q(evaluation__person__search_key__contains=words)
        rows = rows.filter(found | Q(evaluation__unit__search_key__contains=words))
    waiting = Case(When(state=RevisionState.PROPOSED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(place=waiting).order_by("place", "-proposed_at", "-id")


def waiting_for(user: Any) -> QuerySet[Revision]:
    """Proposals this user may put into force: neither proposed, nor decided before, nor about the user."""
    rows = visible_to(user, Revision.objects.filter(state=RevisionState.PROPOSED), "execute")
    rows = rows.exclude(proposed_by=user).exclude(evaluation__decided_by=user)
    if user.person_id is not None:
        rows = rows.exclude(evaluation__person_id=user.person_id).exclude(evaluation__decider_id=user.person_id)
    return rows.select_related(*RELATED).order_by("proposed_at", "id")


def whole(rows: Sequence[Revision]) -> list[Revision]:
    """The rows of a page with what hangs on them, in their order: joined only once the page was chosen."""
    found = Revision.objects.select_related(*RELATED).in_bulk([row.pk for row in rows])
    return [found[row.pk] for row in rows if row.pk in found]


def one(user: Any, code: str) -> Revision:
    """One correction by its number."""
    found = visible_to(user, Revision.objects.all()).select_related(*RELATED).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def latest_of(objection: Objection) -> Revision | None:
    """What an upheld objection led to, the newest proposal."""
    return Revision.objects.filter(objection=objection).select_related("settled_by").order_by("-id").first()


def corrections_of(sheet: Evaluation, spec: FrameworkSpec) -> tuple[Corrected, ...]:
    """Every correction that led to this version, newest first; one query, none for a first version."""
    if sheet.version == 1:
        return ()
    versions = Evaluation.objects.filter(
        cycle_id=sheet.cycle_id, person=sheet.person, unit_id=sheet.unit_id, version__lt=sheet.version
    )
    rows = Revision.objects.filter(state=RevisionState.EXECUTED, evaluation__in=versions)
    return tuple(
        Corrected(row, row.evaluation, changes_of(spec, row.evaluation, row.lines))
        for row in rows.select_related(*RELATED).order_by("-evaluation__version")
    )


def changes_of(spec: FrameworkSpec, sheet: Evaluation, lines: Mapping[str, Mapping[str, Any]]) -> tuple[Any, ...]:
    """The superior's lines of the published version beside those proposed."""
    language = get_language() or "vi"
    card = spec.card(sheet.subject_group)
    old_lines = sheet.scores.get("superior", {})
    before, after = score_of(spec, sheet), score(card, lines_from_json(lines))
    return tuple(
        ChangedGroup(
            name=group.name.in_language(language),
            most=group.max_points,
            before=before.groups.get(group.code),
            after=after.groups.get(group.code),
            lines=tuple(
                ChangedLine(
                    name=criterion.name.in_language(language),
                    most=criterion.max_points,
                    before=points_in(old_lines, criterion.code),
                    after=points_in(lines, criterion.code),
                    reason=str((lines.get(criterion.code) or {}).get("reason", "")),
                )
                for criterion in group.criteria
            ),
        )
        for group in card.groups
    )


def texts_of(user: Any, revision: Revision) -> dict[str, str]:
    """Its texts, but for what names a case from which the reader is kept out."""
    veil = veil_for(user, [revision.evaluation.person_id or 0])
    return {
        name: veil.text(revision.evaluation.person_id, getattr(revision, name))
        for name in ("reason", "document", "settle_note")
    }


def pools_of(outcome: Outcome) -> tuple[PoolWords, ...]:
    """The share of A in words, with and without the correction; only pools that change."""
    return tuple(
        PoolWords(
            f"{pool.before.holders}/{pool.before.limit}",
            f"{pool.after.holders}/{pool.after.limit}. {say_quota(pool.after.explanation)}",
            pool.worse,
        )
        for pool in outcome.pools
        if pool.before != pool.after or len(outcome.pools) == 1
    )


def months_to_filter(periods: Iterable[date]) -> list[tuple[str, str]]:
    return [(f"{period:%Y-%m}", f"{period:%m/%Y}") for period in periods]


def _month(text: str) -> date | None:
    year, dash, month = text.partition("-")
    if len(text) != 7 or not dash or not (year + month).isdecimal() or not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    return date(int(year), int(month), 1)
