"""Reads discipline/data/rules.yaml into dated rows; what cannot be right is refused before anything is stored."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from discipline.enums import RuleUnit, SubjectKind, Track
from discipline.rules.book import RuleRow
from foundation.workflow.errors import InvalidInput
from foundation.workflow.yaml_text import read_yaml

FILE = Path(__file__).resolve().parents[1] / "data" / "rules.yaml"


def read_rules(text: str) -> tuple[RuleRow, ...]:
    """Rows of the file, one for each kind of subject it names.

    Raises:
        InvalidInput: a row lacks a ground or a day, names what does not exist, or two rows speak of one day.
    """
    data = read_yaml(text)
    rows = [row for rule in data["rules"] for row in _rows(rule, data["sources"], data["bases"])]
    for row in rows:
        _check(row)
    _no_overlap(rows)
    return tuple(rows)


def shipped_rules() -> tuple[RuleRow, ...]:
    """Rows of the file of this version."""
    return read_rules(FILE.read_text(encoding="utf-8"))


def _rows(rule: Mapping[str, Any], sources: Mapping[str, str], bases: Mapping[str, Any]) -> Iterator[RuleRow]:
    for given in rule["rows"]:
        try:
            merged = {**rule, **(bases[given["use"]] if "use" in given else {}), **given}
            source = sources[merged["source"]] if "source" in merged else ""
            for scope in merged.get("scopes", [""]):
                yield RuleRow(
                    code=rule["code"],
                    scope=scope,
                    track=merged.get("track", ""),
                    value=merged["value"],
                    unit=merged["unit"],
                    title_vi=rule["vi"],
                    title_en=rule["en"],
                    legal_basis=merged["basis"],
                    source_url=source,
                    valid_from=merged["from"],
                    valid_to=merged.get("to"),
                    verified=merged.get("verified", True),
                    note=merged.get("note", ""),
                )
        except KeyError as missing:
            raise InvalidInput(
                f"rules.yaml: {rule['code']}: {missing.args[0]} is missing or unknown", code="rule_row", field="rows"
            ) from missing


def _check(row: RuleRow) -> None:
    wrong = (
        ("unit", row.unit not in RuleUnit.values),
        ("scope", row.scope not in ("", *SubjectKind.values)),
        ("track", row.track not in ("", *Track.values)),
        ("basis", not row.legal_basis),
        ("from", not isinstance(row.valid_from, date)),
        ("to", row.valid_to is not None and row.valid_to < row.valid_from),
    )
    for name, is_wrong in wrong:
        if is_wrong:
            raise InvalidInput(f"rules.yaml: {row.code}: wrong {name}", code="rule_row", field=name)


def _no_overlap(rows: list[RuleRow]) -> None:
    last: RuleRow | None = None
    for row in sorted(rows, key=lambda one: (one.code, one.scope, one.valid_from)):
        if last is not None and (last.code, last.scope) == (row.code, row.scope) and last.holds(row.valid_from):
            raise InvalidInput(
                f"rules.yaml: {row.code}: two rows speak of {row.valid_from.isoformat()}",
                code="rule_overlap",
                field="from",
            )
        last = row
