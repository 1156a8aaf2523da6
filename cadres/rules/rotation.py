"""Rows of rotation as plain values: what a limit and a ground say, read from the files and from the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from cadres.enums import EmploymentKind, PositionKind, PostingKind
from cadres.enums_rotation import CatalogueGroup, ReliefKind, RotationRuleKind
from cadres.rules.names import search_key
from cadres.rules.retirement import add_months
from foundation.workflow.yaml_text import read_yaml

DATA = Path(__file__).resolve().parents[1] / "data"


class BadRow(ValueError):
    """A row of a file says what cannot be."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long somebody may hold a post of this group, and how the clock runs.

    Attributes:
        kinds, employment, catalogue: which posts and people it is for; an empty catalogue asks for no listed post.
        min_months, max_months: not to be moved before, to be moved by.
        same_unit, same_field: whether a move to another unit, or to another field, starts the clock anew.
        written_only: whether only a move by a decision with a number does.
        count_acting, count_seconded: whether days in an acting post, or on secondment into it, count.
        gap_days: a break up to so many days does not start it anew; its days are not counted.
        pause_secondment: whether it stands still while the person is on secondment elsewhere.
        alerts: months before the day on which people are told.
        notice_days, answer_days, execute_days, plan_days: terms of the case.
    """

    kinds: tuple[str, ...]
    employment: tuple[str, ...]
    catalogue: tuple[str, ...] = ()
    min_months: int | None = None
    max_months: int | None = None
    same_unit: bool = True
    same_field: bool = False
    written_only: bool = False
    count_acting: bool = True
    count_seconded: bool = False
    gap_days: int = 0
    pause_secondment: bool = False
    alerts: tuple[int, ...] = (12, 6, 3)
    notice_days: int = 30
    answer_days: int = 15
    execute_days: int = 15
    plan_days: int = 90

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Limit":
        try:
            given: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in value.items()}
            made = cls(**given)
        except TypeError as error:
            raise BadRow(str(error)) from error
        for name, allowed in (("kinds", PositionKind), ("employment", EmploymentKind), ("catalogue", CatalogueGroup)):
            unknown = set(getattr(made, name)) - set(allowed.values)  # type: ignore[attr-defined]  # TextChoices
            if unknown:
                raise BadRow(f"{name}: {sorted(unknown)}")
        if not made.kinds or not made.employment:
            raise BadRow("a limit names kinds of posts and of employment")
        if made.max_months is None and made.min_months is None:
            raise BadRow("a limit has a least or a most")
        return made

    @property
    def posting_kinds(self) -> list[str]:
        """Kinds of posting whose days count."""
        kinds = [PostingKind.PRIMARY, PostingKind.CONCURRENT]
        kinds += [PostingKind.ACTING] if self.count_acting else []
        kinds += [PostingKind.SECONDED] if self.count_seconded else []
        return [str(kind.value) for kind in kinds]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground not to move somebody: `effect` defers or exempts.

    Attributes:
        child_months: it lasts until the child is so old; the birthday is asked for, never kept.
        retirement_months: it holds when no more than so much service is left.
        most_months: a longer deferral has a review after so many months instead of an end.
        kept_apart: only the organisation committee reads which ground it is.
    """

    effect: str
    evidence: str = ""
    child_months: int | None = None
    retirement_months: int | None = None
    most_months: int = 12
    kept_apart: bool = False

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Ground":
        try:
            made = cls(**value)
        except TypeError as error:
            raise BadRow(str(error)) from error
        if made.effect not in ReliefKind.values:
            raise BadRow(f"effect: {made.effect}")
        return made

    def child_until(self, born: date) -> date:
        """The last day on which the child is younger than the rule says."""
        assert self.child_months is not None
        return date.fromordinal(add_months(born, self.child_months).toordinal() - 1)


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rule as its file has it."""

    code: str
    kind: str
    scope: str
    value: dict[str, Any]
    title_vi: str
    title_en: str
    legal_basis: str
    valid_from: date
    field: str = ""
    valid_to: date | None = None
    source_url: str = ""
    verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A listed post as its file has it."""

    code: str
    field: str
    group: str
    name: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None
    post_key: str = ""
    unit_words: str = ""
    kinds: list[str] = made_by(default_factory=list)
    max_months: int | None = None
    verified: bool = False
    note: str = ""


def read_rules(text: str) -> list[RotationRow]:
    """Rows of rotation_rules.yaml.

    Raises:
        BadRow: a row lacks what it needs, says what cannot be, or two rows of one rule hold on one day.
    """
    data = read_yaml(text)
    rows = [*_rows(data["limits"], RotationRuleKind.LIMIT), *_rows(data["grounds"], RotationRuleKind.GROUND)]
    for row in rows:
        try:
            (Limit if row.kind == RotationRuleKind.LIMIT else Ground).read(row.value)
        except BadRow as error:
            raise BadRow(f"{row.code} {row.scope}: {error}") from error
    _no_overlap([((row.code, row.scope, row.field), row.valid_from, row.valid_to) for row in rows])
    return rows


def read_posts(text: str) -> list[ListedRow]:
    """Rows of post_catalogue.yaml; refusals as for `read_rules`."""
    data = read_yaml(text)
    rows = []
    for given in data["posts"]:
        merged = {**data["common"], **given}
        merged["valid_from"], merged["valid_to"] = merged.pop("from"), merged.pop("to", None)
        for name in ("post_key", "unit_words"):
            merged[name] = search_key(merged.get(name, ""))
        row = _made(ListedRow, merged)
        if row.group not in CatalogueGroup.values:
            raise BadRow(f"{row.code}: group {row.group}")
        rows.append(row)
    _no_overlap([((row.code,), row.valid_from, row.valid_to) for row in rows])
    return rows


def _rows(given: list[dict[str, Any]], kind: str) -> Iterator[RotationRow]:
    for rule in given:
        common = {key: one for key, one in rule.items() if key != "rows"}
        for row in rule.get("rows") or [{}]:
            merged = {**common, **row, "kind": str(kind)}
            merged["value"] = {**common.get("value", {}), **row.get("value", {})}
            merged["valid_from"], merged["valid_to"] = merged.pop("from", None), merged.pop("to", None)
            for short, long in (("vi", "title_vi"), ("en", "title_en"), ("basis", "legal_basis")):
                merged[long] = merged.pop(short, "")
            yield _made(RotationRow, merged)


def _made(kind: type[Any], given: dict[str, Any]) -> Any:
    try:
        row = kind(**given)
    except TypeError as error:
        raise BadRow(f"{given.get('code')}: {error}") from error
    if not isinstance(row.valid_from, date) or not row.legal_basis:
        raise BadRow(f"{row.code}: a row has a first day and a legal basis")
    return row


def _no_overlap(rows: list[tuple[tuple[str, ...], date, date | None]]) -> None:
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    for (key, _begins, ends), (next_key, begins, _end) in pairwise(ordered):
        if key == next_key and (ends is None or ends >= begins):
            raise BadRow(f"{' '.join(key)}: two rows hold on {begins:%d/%m/%Y}")
