"""The locked wording of papers: versions with the hash of their texts, read from discipline/data/papers.yaml."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from discipline.rules.papers.facts import MissingFact
from foundation.workflow.yaml_text import read_yaml

SOURCE = Path(__file__).resolve().parents[2] / "data" / "papers.yaml"
PLACE = re.compile(r"\{([A-Za-z_0-9]+)\}")


class WordingChanged(RuntimeError):
    """A locked version does not say what it said when it was locked."""


@dataclass(frozen=True)
class Wording:
    version: str
    since: date
    sha256: str
    texts: Mapping[str, str]

    def text(self, key: str, values: Mapping[str, str], *, party: bool) -> str:
        """The text of a key with the facts set in; what a fact holds is never read again.

        Raises:
            MissingFact: the text needs a fact that is not known.
            KeyError: the version has no such text.
        """
        found = self.texts.get(f"party.{key}") if party else None
        template = found if found is not None else self.texts[key]

        def fact(match: re.Match[str]) -> str:
            value = values.get(match[1], "")
            if not value:
                raise MissingFact(match[1])
            return value

        return PLACE.sub(fact, template)


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 of the texts in one spelling: order and layout of the file do not count, every letter does."""
    canonical = json.dumps(dict(texts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read(rows: Any) -> dict[str, Wording]:
    """The versions of a file, each checked against its hash.

    Raises:
        WordingChanged: texts and hash do not belong together, or a version appears twice.
    """
    found: dict[str, Wording] = {}
    for row in rows:
        made = Wording(str(row["version"]), row["since"], str(row["sha256"]), dict(row["texts"]))
        if digest(made.texts) != made.sha256 or made.version in found:
            raise WordingChanged(made.version)
        found[made.version] = made
    return found


@cache
def versions() -> dict[str, Wording]:
    return read(read_yaml(SOURCE.read_text(encoding="utf-8")))


def current(on: date) -> Wording:
    """The newest version in use on a day; before the first one, the first."""
    ordered = sorted(versions().values(), key=lambda wording: wording.since)
    return next((wording for wording in reversed(ordered) if wording.since <= on), ordered[0])
