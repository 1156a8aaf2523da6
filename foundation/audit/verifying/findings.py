"""What a verification finds."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The chain is not what it was from `seq` on."""

    seq: int
    why: str


@dataclass(frozen=True, slots=True, order=True)
class BadRow:
    """A live row that is not what the trail last saw."""

    table: str
    key: str
    why: str


@dataclass(slots=True)
class Verdict:
    """The result as `verify_audit --json` prints it."""

    entries: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)
    rows: list[BadRow] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings and not self.rows

    @property
    def first_bad(self) -> dict[str, Any] | None:
        if not self.findings:
            return None
        first = min(self.findings, key=lambda finding: finding.seq)  # of several at one place the first found
        return {"seq": first.seq, "why": first.why}

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "entries": self.entries,
            "checkpoints": self.checkpoints,
            "first_bad": self.first_bad,
            "rows": [{"table": row.table, "key": row.key, "why": row.why} for row in self.rows],
        }
