"""Runs the tests of the bars and writes docs/security.md, one row a bar: state, command, date.

python -m tests.bars.measure [--only M-22] [--proved | --page-only]
"""

import argparse
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config.embedded.place import var_dir
from config.env import BASE_DIR
from tests.bars.catalogue import Bar, all_bars
from tests.bars.page import page
from tests.green import known
from tests.today import today_in_hanoi

PAGE = BASE_DIR / "docs" / "security.md"
RESULTS = "bars.json"
Result = dict[str, Any]


def run(tests: list[str]) -> dict[str, list[str]]:
    """Node id (file::function) -> outcomes of its cases."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-n", "2", "--dist", "worksteal"]
        command += [f"--junitxml={report}", *tests]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        subprocess.run(command, cwd=BASE_DIR, check=False, env=environment)
        return outcomes(report)


def outcomes(report: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        file = case.get("classname", "").replace(".", "/") + ".py"
        name = f"{file}::{case.get('name', '').split('[')[0]}"
        bad = [kind for kind in ("failure", "error", "skipped") if case.find(kind) is not None]
        found.setdefault(name, []).append(bad[0] if bad else "passed")
    return found


def result_of(bar: Bar, found: dict[str, list[str]], on: str) -> Result:
    """How many cases of this bar passed and how many did not."""
    counted = [
        outcome
        for name, cases in found.items()
        if any(name == node.split("[")[0] or name.startswith(f"{node}::") for node in bar.tests)
        for outcome in cases
    ]
    passed = counted.count("passed")
    return {"passed": passed, "not_passed": len(counted) - passed, "on": on}


def proved_by(outcomes_of_runs: dict[str, bool]) -> dict[str, list[str]]:
    """What the last whole runs of these very files showed, in the shape of `run`."""
    found: dict[str, list[str]] = {}
    for name, good in outcomes_of_runs.items():
        found.setdefault(name.split("[")[0], []).append("passed" if good else "failure")
    return found


def kept(name: str) -> dict[str, Any]:
    path = var_dir() / name
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="a bar; may be repeated")
    parser.add_argument("--proved", action="store_true", help="take the results of the last whole runs of these files")
    parser.add_argument("--page-only", action="store_true", help="write the page from the last results")
    options = parser.parse_args(arguments)
    bars = [bar for bar in all_bars() if bar.tests and (not options.only or bar.code in options.only)]
    results = kept(RESULTS)
    if not options.page_only:
        tests = sorted({test for bar in bars for test in bar.tests})
        found = proved_by(known(var_dir())) if options.proved else run(tests)
        today = today_in_hanoi()
        results |= {bar.code: result_of(bar, found, today) for bar in bars}
        (var_dir() / RESULTS).write_text(json.dumps(results, indent=1, sort_keys=True), encoding="utf-8")
    PAGE.write_text(page(all_bars(), results, kept("faults.json")), encoding="utf-8")
    red = [bar.code for bar in bars if results.get(bar.code, {}).get("not_passed")]
    print(f"docs/security.md written; red: {', '.join(red) or 'none'}")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
