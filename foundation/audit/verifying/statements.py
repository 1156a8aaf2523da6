"""Checkpoints in the database and outside: signed, in one line, none missing; where they differ the outside wins."""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from foundation.audit.checkpoints import Statement, read_line, read_statement
from foundation.audit.keys import is_signed
from foundation.audit.verifying.findings import Finding


def inside() -> list[Statement]:
    """The database's checkpoints, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, signature FROM audit_checkpoint ORDER BY number")
        return [read_statement(body, signature) for body, signature in cursor.fetchall()]


def outside(file: Path) -> list[Statement]:
    """The checkpoints of an outside file; one that was sent twice stands once.

    Raises:
        OSError, ValueError: the file cannot be read.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {statement.body: statement for statement in (read_line(line) for line in lines if line.strip())}
    return sorted(found.values(), key=lambda statement: statement.number)


def compared(
    within: Sequence[Statement], without: Sequence[Statement], public_keys: Sequence[str]
) -> tuple[list[Statement], list[Finding]]:
    """The checkpoints that hold, and what is wrong with the others."""
    findings: list[Finding] = []
    held: dict[int, Statement] = {}
    for place, statements in (("outside", without), ("in the database", within)):
        for statement in statements:
            if not is_signed(statement.body, statement.signature, public_keys):
                findings.append(_about(statement, f"{place} is not signed by a known key"))
            elif held.setdefault(statement.number, statement).body != statement.body:
                findings.append(_about(statement, f"{place} differs from the one outside"))
    known = {statement.number for statement in within}
    findings += [
        _about(statement, "stands outside but is missing in the database")
        for statement in without
        if statement.number not in known
    ]
    good = [held[number] for number in sorted(held)]
    return good, findings + _broken_line(good)


def _broken_line(statements: Sequence[Statement]) -> list[Finding]:
    """Each one names the one before; numbers have no gap and the chain only grows."""
    findings = []
    number, digest, seq = 0, "", 0
    for statement in statements:
        if statement.number != number + 1:
            findings.append(_about(statement, f"follows number {number}: one between them is missing"))
        elif statement.previous != digest:
            findings.append(_about(statement, "does not name the one before it"))
        elif statement.seq <= seq:
            findings.append(_about(statement, "counts no more than the one before it"))
        number, digest, seq = statement.number, statement.digest, statement.seq
    return findings


def _about(statement: Statement, what: str) -> Finding:
    return Finding(statement.seq, f"checkpoint {statement.number} {what}")
