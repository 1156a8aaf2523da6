"""Importing a staff list: a dry run that says what would happen, and the same thing done, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from cadres.roster.problems import Problem
from cadres.roster.rows import read_roster
from cadres.services.roster_plan import Plan, build_plan
from cadres.services.roster_preview import preview_of
from cadres.services.roster_writing import lock_imports, write_plan
from foundation.audit.record import record_event, recorded
from foundation.sheets.reader import read_table_file


@dataclass(slots=True)
class ImportReport:
    """What a list does or did; rows with an error are neither valid nor counted as anything else."""

    rows: int
    valid: int
    created: int
    updated: int
    unchanged: int
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    committed: bool = False
    preview: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer of the command line, without the preview."""
        return {
            "rows": self.rows,
            "valid": self.valid,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [problem.as_json() for problem in self.errors],
            "warnings": [problem.as_json() for problem in self.warnings],
            "committed": self.committed,
        }


def dry_run(
    *,
    content: bytes,
    as_of: date,
    by: User | None,
    file_name: str = "",
    mapping: Mapping[str, str] | None = None,
    preview: bool = True,
) -> ImportReport:
    """Read a list and say what it would do; writes nothing.

    Args:
        content: the file, XLSX or CSV.
        as_of: the day on which units, ages and posts are judged.
        by: who imports; every unit and person must lie within their reach. None is the command line.
        mapping: column letter -> field name ("" leaves the column out), over what was recognised.
        preview: also tell cell by cell how the list was read.

    Raises:
        InvalidInput: the file is no table, or has no header, names or posts.
    """
    plan = _plan(content, as_of=as_of, by=by, mapping=mapping)
    return _report(plan, preview=preview)


def commit(
    *,
    content: bytes,
    as_of: date,
    by: User | None,
    file_name: str = "",
    mapping: Mapping[str, str] | None = None,
    source: str = "app",
) -> ImportReport:
    """Import a list: everything, or nothing when any cell has an error (`committed` says which).

    Raises:
        InvalidInput: as for `dry_run`.
        StateChanged: somebody changed one of the people while the list was written.

    Side effects: people, posts, divisions, role grants of leading posts, one business event.
    """
    with recorded(by=by, source=source):
        lock_imports()
        plan = _plan(content, as_of=as_of, by=by, mapping=mapping)
        report = _report(plan, preview=False)
        if report.errors:
            return report
        write_plan(plan, by=by)
        report.committed = True
        if report.created or report.updated:
            record_event(
                object_type="cadres.roster_import",
                object_id=file_name[:60] or "-",
                name="roster.imported",
                details={"rows": report.rows, "created": report.created, "updated": report.updated},
            )
        return report


def _plan(content: bytes, *, as_of: date, by: User | None, mapping: Mapping[str, str] | None) -> Plan:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        sheet = read_table_file(file)
    return build_plan(read_roster(sheet, as_of=as_of, mapping=mapping), as_of=as_of, by=by)


def _report(plan: Plan, *, preview: bool) -> ImportReport:
    return ImportReport(
        rows=len(plan.rows),
        valid=len(plan.rows) - len(plan.invalid),
        created=plan.count("created"),
        updated=plan.count("updated"),
        unchanged=plan.count("unchanged"),
        errors=plan.errors,
        warnings=plan.warnings,
        preview=preview_of(plan) if preview else None,
    )
