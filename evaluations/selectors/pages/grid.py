"""The monthly grid: one row a sheet, the self score beside the superior's own, grouped by kind of sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cadres.enums import PositionKind
from evaluations.enums import EvaluationState, SubjectGroup
from evaluations.models import Evaluation
from evaluations.rules.scoring import needs_reason
from evaluations.rules.spec import Criterion, FrameworkSpec
from evaluations.selectors.closed import Veil, reasons_in, veil_for
from evaluations.selectors.pages.evidence import RowEvidence
from evaluations.selectors.pages.places import key_of, name_of
from evaluations.states import SCORING_STATES
from foundation.access import allows, readable_fields

GROUP_ORDER = (SubjectGroup.UNIT, SubjectGroup.HEAD, SubjectGroup.STAFF, SubjectGroup.CONTRACT)
NEEDS_WORK = ("waiting", "open", "draft", "returned", "sent_back")


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion as a heading."""

    code: str
    short: str
    name: str
    most: Decimal
    wide: bool
    bonus: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one row; `turn` says whether the own score stands clearly below or above the self score."""

    column: Column
    own: Decimal | None
    points: Decimal | None
    reason: str
    turn: str
    owes_reason: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a row stands, as icon and word."""

    code: str
    tone: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in the grid."""

    number: int
    sheet: Evaluation
    key: str
    name: str
    post: str
    cells: tuple[Cell, ...]
    self_total: Decimal | None
    total: Decimal | None
    grade: str
    proposed: str
    why: tuple[str, ...]
    evidence: RowEvidence
    mark: Mark
    editable: bool
    group: str
    may_revise: bool = False
    confirm: tuple[str, ...] = ()

    @property
    def needs_work(self) -> bool:
        return self.mark.code in NEEDS_WORK

    @property
    def owes_reason(self) -> bool:
        return any(cell.owes_reason for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows scored on the same kind of sheet, with their headings."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    groups: tuple[Group, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def editable(self) -> bool:
        return any(row.editable for row in self.rows)


def columns_of(spec: FrameworkSpec, group: str) -> tuple[Column, ...]:
    """Headings of one kind of sheet."""
    language = get_language() or "vi"
    card = spec.card(group)
    return tuple(
        Column(
            code=criterion.code,
            short=criterion.short.in_language(language),
            name=criterion.name.in_language(language),
            most=criterion.max_points,
            wide=criterion.max_points > 10,
            bonus=not criterion.required,
        )
        for criterion in card.criteria
    )


def grid_of(user: Any, spec: FrameworkSpec, sheets: Iterable[Evaluation], evidence: Mapping[int, RowEvidence]) -> Grid:
    """Rows in the order of the groups; one query where a measure of discipline weighs on one of them, else none."""
    sheets = list(sheets)
    veil = veil_for(user, {sheet.person_id or 0: sheet.proposal for sheet in sheets})
    by_group: dict[str, list[Evaluation]] = {}
    for sheet in sheets:
        by_group.setdefault(sheet.subject_group, []).append(sheet)
    groups: list[Group] = []
    number = 0
    counts: dict[str, int] = {}
    for code in GROUP_ORDER:
        listed = by_group.get(code.value, [])
        if not listed:
            continue
        columns = columns_of(spec, code.value)
        rows = []
        for sheet in sorted(listed, key=_heads_first) if code == SubjectGroup.HEAD else listed:
            number += 1
            row = row_of(user, spec, sheet, columns, evidence.get(sheet.pk, RowEvidence()), number=number, veil=veil)
            counts[row.mark.code] = counts.get(row.mark.code, 0) + 1
            rows.append(row)
        groups.append(Group(code.value, str(code.label), columns, tuple(rows)))
    return Grid(tuple(groups), counts)


def row_of(
    user: Any,
    spec: FrameworkSpec,
    sheet: Evaluation,
    columns: tuple[Column, ...],
    evidence: RowEvidence,
    *,
    number: int,
    veil: Veil | None = None,
) -> Row:
    """One row with only what this reader may know of it."""
    veil = veil or veil_for(user, {sheet.person_id or 0: sheet.proposal})
    stored = veil.proposal(sheet.person_id, sheet.proposal)
    known = readable_fields(user, sheet)
    draft = "total" in known
    own = sheet.scores.get("self", {}) if "scores" in known else {}
    given = sheet.scores.get("superior", {}) if draft else {}
    card = spec.card(sheet.subject_group)
    return Row(
        number=number,
        sheet=sheet,
        key=key_of(sheet),
        name=name_of(sheet),
        post=sheet.post_title or (sheet.unit.name if sheet.person else str(_("The unit itself"))),
        cells=tuple(_cell(column, card.criterion(column.code), own, given, spec) for column in columns),
        self_total=sheet.self_total if "self_total" in known else None,
        total=sheet.total if draft else None,
        grade=sheet.grade if "grade" in known else "",
        proposed=sheet.proposed_grade if draft else "",
        why=reasons_in(stored) if draft else (),
        confirm=reasons_in(stored, "needs_confirm") if draft else (),
        evidence=evidence,
        mark=mark_of(sheet, scored=any(line.get("points") not in (None, "") for line in given.values())),
        editable=sheet.state in SCORING_STATES and allows(user, "evaluation.score", sheet),
        group=sheet.subject_group,
        may_revise=sheet.state == EvaluationState.PUBLISHED and allows(user, "evaluation.revise", sheet),
    )


def mark_of(sheet: Evaluation, *, scored: bool) -> Mark:
    """State of a row in the words of the grid."""
    if sheet.state == EvaluationState.DRAFT:
        if sheet.return_reason:
            return Mark("sent_back", "bad", "arrow-back-up", _("Sent back"))
        return Mark("waiting", "mute", "clock", _("Awaiting self"))
    if sheet.state == EvaluationState.SELF_SUBMITTED:
        if sheet.return_reason and not scored:
            return Mark("returned", "bad", "arrow-back-up", _("Returned"))
        if scored:
            return Mark("draft", "warn", "pencil", _("Draft"))
        return Mark("open", "mute", "circle-dashed", _("Not scored yet"))
    if sheet.state in (EvaluationState.SUPERIOR_DONE, EvaluationState.MEETING_DONE):
        return Mark("saved", "ok", "check", _("Saved"))
    if sheet.state == EvaluationState.PROPOSED:
        return Mark("submitted", "info", "send", _("Submitted"))
    if sheet.state == EvaluationState.DECIDED:
        return Mark("decided", "info", "gavel", _("Decided"))
    if sheet.state == EvaluationState.EXPIRED:
        return Mark("expired", "bad", "calendar-off", _("Expired"))
    if sheet.version > 1:
        return Mark("revised", "info", "history", _("Corrected"))
    return Mark("published", "ok", "lock", _("Published"))


def reasons_of(user: Any, sheet: Evaluation) -> tuple[str, ...]:
    """Sentences of the stored proposal, as this reader may read them."""
    stored = sheet.proposal or {}
    return reasons_in(veil_for(user, {sheet.person_id or 0: stored}).proposal(sheet.person_id, stored))


def points_in(lines: Mapping[str, Any], code: str) -> Decimal | None:
    """Stored points of a criterion; nothing stored is nothing scored."""
    value = (lines.get(code) or {}).get("points")
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _cell(
    column: Column, criterion: Criterion, own: Mapping[str, Any], given: Mapping[str, Any], spec: FrameworkSpec
) -> Cell:
    self_points, points = points_in(own, column.code), points_in(given, column.code)
    reason = str((given.get(column.code) or {}).get("reason", ""))
    far = needs_reason(criterion, self_points, points, spec.parameters)
    bonus_bare = column.bonus and points is not None and points > 0 and not reason.strip()
    turn = ""
    if far and self_points is not None and points is not None:
        turn = "dn" if points < self_points else "up"
    return Cell(column, self_points, points, reason, turn, (far and not reason.strip()) or bonus_bare)


def _heads_first(sheet: Evaluation) -> tuple[bool, str, int]:
    return (sheet.position_kind != PositionKind.UNIT_HEAD, sheet.sort_key, sheet.pk)
