"""Which tests were green for this very state of the files: the seeded faults need not run them once more (M-00).

A plugin of pytest (pyproject.toml): only a run over all folders says something of whole files of tests; of its several
processes the one that collects the results writes.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from config.embedded.place import var_dir
from tests.faults.tree import ROOT, files

NAME = "green.json"
_outcomes: dict[str, bool] = {}


def state_of_files() -> str:
    """A hash over every file that a seeded copy has."""
    digest = hashlib.sha256()
    for name in sorted(files()):
        digest.update(name.encode() + b"\0" + hashlib.sha256((ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def known(folder: Path) -> dict[str, bool]:
    """Node id -> whether it passed, of the runs since the files are as they are now."""
    path = folder / NAME
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dict(kept["outcomes"]) if kept.get("files") == state_of_files() else {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped or (report.when != "call" and report.passed):
        return
    _outcomes[report.nodeid] = report.passed and _outcomes.get(report.nodeid, True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    if hasattr(config, "workerinput") or not whole or exitstatus not in (0, 1):
        return
    found = {"files": state_of_files(), "outcomes": known(var_dir()) | _outcomes}
    (var_dir() / NAME).write_text(json.dumps(found, sort_keys=True), encoding="utf-8")
