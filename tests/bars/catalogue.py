"""Reads the bars: their words, their state, and the tests that show them."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.faults.all import FAULTS

FILE = Path(__file__).with_name("bars.yaml")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `tests` are pytest node ids of its own and of its seeded faults."""

    code: str
    words: str
    state: str
    missing: str
    seeded: bool
    tests: tuple[str, ...]
    faults: tuple[str, ...]


def all_bars() -> list[Bar]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [_bar(code, row) for code, row in sorted(found.items())]


def _bar(code: str, row: dict[str, object]) -> Bar:
    faults = [fault for fault in FAULTS if fault.bar == code]
    own: list[str] = list(row.get("tests", []))  # type: ignore[call-overload]  # a list by test_catalogue.py
    named = dict.fromkeys([*own, *(test for fault in faults for test in fault.tests)])
    return Bar(
        code=code,
        words=str(row["words"]),
        state=str(row["state"]),
        missing=str(row.get("missing", "")),
        seeded=bool(row.get("seeded", True)),
        tests=tuple(without_covered(list(named))),
        faults=tuple(fault.name for fault in faults),
    )


def without_covered(nodes: list[str]) -> list[str]:
    """Node ids that no shorter one among them already covers."""
    return [
        node
        for node in nodes
        if not any(node != other and node.startswith((f"{other}::", f"{other}[")) for other in nodes)
    ]
