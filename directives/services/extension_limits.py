"""Loads the limits of extensions from directives/data; what is stored is left as it is."""

from pathlib import Path
from typing import Any

import yaml

from directives.models import ExtensionLimit
from foundation.audit.context import Actor
from foundation.audit.record import recorded

FILE = Path(__file__).resolve().parents[1] / "data" / "extension_limits.yaml"


def load_limits(*, by: Actor | None = None, file: Path = FILE) -> int:
    """Add the dated rows that are not stored yet. Returns how many were new."""
    rows: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    made = 0
    with recorded(by=by, source="command"):
        for row in rows:
            _limit, created = ExtensionLimit.objects.get_or_create(
                code=row["code"], defaults={name: value for name, value in row.items() if name != "code"}
            )
            made += created
    return made
