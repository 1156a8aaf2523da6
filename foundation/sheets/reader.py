"""Reading an uploaded table: the guard first, then a limited child process; never in this process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, BinaryIO

from foundation.sheets import limits
from foundation.sheets.cells import Cell, Sheet, decoded
from foundation.sheets.guard import check_table_file
from foundation.sheets.problem import column_letter
from foundation.sheets.refusals import refusal
from foundation.workflow.unseen import UNSEEN

_ROOT = Path(__file__).resolve().parents[2]
_SIGNALS = {-24: "took_too_long", -6: "too_much_memory", -9: "too_much_memory", -11: "unreadable", -25: "too_much_text"}


def read_table(path: str | os.PathLike[str], *, sheet: str = "") -> Sheet:
    """The rows of a workbook's sheet (the first visible one with content) or of a CSV file.

    Raises InvalidInput with one sentence for everything that is wrong with the file.
    """
    with open(path, "rb") as file:
        return read_table_file(file, sheet=sheet)


def read_table_file(file: BinaryIO, *, sheet: str = "", documents: bool = False) -> Sheet:
    """The same for an open file that has a descriptor; with `documents` also the rows of a DOCX."""
    kind = check_table_file(file, documents=documents)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        _run_child(file, kind, sheet, output, errors)
        output.seek(0)
        return _sheet(kind, output)


def _run_child(file: BinaryIO, kind: str, sheet: str, output: IO[bytes], errors: IO[bytes]) -> None:
    file.seek(0)
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "foundation.sheets.child", kind, sheet.replace("\x00", "")]
    try:
        done = subprocess.run(
            command,
            stdin=file,
            stdout=output,
            stderr=errors,
            cwd=_ROOT,
            env=environment,
            timeout=limits.CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("took_too_long", limit=limits.CHILD_SECONDS) from error
    if done.returncode:
        problem = _problem(errors)
        code = problem.get("error") or _SIGNALS.get(done.returncode, "unreadable")
        raise refusal(code, **{"limit": limits.CHILD_SECONDS, "name": "", **problem.get("params", {})})


def _problem(errors: IO[bytes]) -> dict[str, Any]:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 8192))
    for line in reversed(errors.read().splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and "error" in found:
            return found
    return {}


def _sheet(kind: str, output: IO[bytes]) -> Sheet:
    head = json.loads(output.readline() or b"{}")
    rows: list[list[Cell]] = []
    counted = -1
    for line in output:
        content = json.loads(line)
        if isinstance(content, dict):
            counted = content["rows"]
        else:
            rows.append([decoded(value) for value in content])
            _refuse_unseen(rows[-1], len(rows))
    if counted != len(rows):
        raise refusal("unreadable")
    return Sheet(
        kind=kind,
        rows=rows,
        name=head.get("sheet", ""),
        other_sheets=tuple(head.get("other_sheets", ())),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in head.get("merged", ())),
        encoding=head.get("encoding", ""),
        separator=head.get("separator", ""),
    )


def _refuse_unseen(cells: list[Cell], row: int) -> None:
    """The same characters as in forms, in whatever list of whatever room."""
    for column, cell in enumerate(cells):
        found = UNSEEN.search(cell.value) if isinstance(cell.value, str) else None
        if found is not None:
            raise refusal("unseen", cell=f"{column_letter(column)}{row}", sign=f"{ord(found[0]):04X}")
