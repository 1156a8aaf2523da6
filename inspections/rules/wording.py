"""The locked wording of minutes and notices: versions with the hash of their texts, from data/papers.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from discipline.rules.papers.wording import Wording, read
from foundation.workflow.yaml_text import read_yaml

SOURCE = Path(__file__).resolve().parents[1] / "data" / "papers.yaml"


@cache
def versions() -> Mapping[str, Wording]:
    """Every version; WordingChanged when one does not say what it said when it was locked."""
    return read(read_yaml(SOURCE.read_text(encoding="utf-8")))


def current(on: date) -> Wording:
    """The newest version in use on a day; before the first one, the first."""
    ordered = sorted(versions().values(), key=lambda wording: wording.since)
    return next((wording for wording in reversed(ordered) if wording.since <= on), ordered[0])


def say(wording: Wording, key: str, /, **values: str) -> str:
    """One text of the wording with its facts; a fact that is empty is written as a dash, never left out unseen."""
    return wording.text(key, {name: value or "–" for name, value in values.items()}, party=False)
