"""Runs tests in a copy of the tree: in a process of their own, or in a fork of one that imported what is installed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol, Self

from config.embedded.place import var_dir
from tests.faults.plugin import VARIABLE

SECONDS = 400
OPTIONS = ["-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "tests.faults.plugin"]
TIMED_OUT = 124


class Run(Protocol):
    """Exit code and output of these tests, run in the copy at `root` on the one database server."""

    def __call__(self, root: Path, tests: list[str], *, sql: str = "") -> tuple[int, str]: ...


def environment_of(root: Path, sql: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "KC_VAR_DIR": str(var_dir()),
        "KC_TEST_DB_SUFFIX": f"_fault_{root.name}",
        VARIABLE: sql,
    }


def seconds_for(tests: list[str]) -> int:
    return SECONDS * (1 if "-x" in tests else 4)


def pytest_in(root: Path, tests: list[str], *, sql: str = "") -> tuple[int, str]:
    """In a process of their own."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, *tests],
            cwd=root,
            env=environment_of(root, sql),
            capture_output=True,
            text=True,
            timeout=seconds_for(tests),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TIMED_OUT, f"not ended within {seconds_for(tests)} s"
    return done.returncode, done.stdout + done.stderr


class Warm:
    """In forks of one process, see warm.py; one run at a time. `output` is the file each run writes anew."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("warm.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def __call__(self, root: Path, tests: list[str], *, sql: str = "") -> tuple[int, str]:
        run = {
            "root": str(root),
            "arguments": [*OPTIONS, *tests],
            "environment": environment_of(root, sql),
            "output": str(self.output),
            "seconds": seconds_for(tests),
        }
        self.process.stdin.write(json.dumps(run) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return code, self.output.read_text(encoding="utf-8", errors="replace")
