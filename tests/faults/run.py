"""Seeded faults: removes one control after another and demands that its bar turns red (M-00).

python -m tests.faults.run [--only M-19] [--jobs 2]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from config.embedded import ensure
from config.embedded.place import var_dir
from tests.faults.all import FAULTS
from tests.faults.fault import Fault
from tests.faults.plugin import VARIABLE
from tests.faults.tree import DoesNotFit, copy_to, seeded
from tests.green import known
from tests.today import today_in_hanoi

FAILED = re.compile(r"(\d+) failed")
RED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
SECONDS = 400
_print = threading.Lock()


def pytest_in(root: Path, tests: list[str], *, sql: str = "") -> tuple[int, str]:
    """Exit code and output of these tests, run in the copy at `root` on the one database server."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:randomly"]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "KC_VAR_DIR": str(var_dir()),
        "KC_TEST_DB_SUFFIX": f"_fault_{root.name}",
        VARIABLE: sql,
    }
    try:
        done = subprocess.run(
            [*command, "-p", "tests.faults.plugin", *tests],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS * (1 if "-x" in tests else 4),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 124, f"not ended within {SECONDS} s"
    return done.returncode, done.stdout + done.stderr


def red_tests(output: str) -> set[str]:
    """Node ids that failed or stopped with an error."""
    return set(RED.findall(output))


def unproved(tests: set[str], outcomes: dict[str, bool]) -> list[str]:
    """Of these tests (files or node ids) those of which no run has shown every part green."""
    found = []
    for test in sorted(tests):
        said = [good for name, good in outcomes.items() if name == test or name.startswith((f"{test}::", f"{test}["))]
        if not said or not all(said):
            found.append(test)
    return found


def judge(fault: Fault, root: Path) -> str:
    """`caught`, or what went wrong."""
    try:
        with seeded(fault, root):
            code, output = pytest_in(root, ["-x", *fault.tests], sql=fault.sql)
    except DoesNotFit as error:
        return f"DOES NOT FIT: {error}"
    if code == 1 and FAILED.search(output):
        return "caught"
    if code == 0:
        return "SURVIVED"
    return f"TESTS DID NOT RUN (exit {code}): {' / '.join(output.strip().splitlines()[-3:])}"


def chosen(only: list[str]) -> list[Fault]:
    return [fault for fault in FAULTS if not only or any(word in f"{fault.bar} {fault.name}" for word in only)]


def remember(verdicts: dict[str, str]) -> None:
    """Keep what this run found, for docs/security.md."""
    path, on = var_dir() / "faults.json", today_in_hanoi()
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known |= {name: {"verdict": verdict, "on": on} for name, verdict in verdicts.items()}
    path.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="a bar, or words of a fault's name")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    faults, started = chosen(options.only), time.monotonic()
    ensure()
    with tempfile.TemporaryDirectory(prefix="kc-faults-") as folder:
        roots: SimpleQueue[Path] = SimpleQueue()
        for number in range(options.jobs):
            copy_to(Path(folder) / str(number))
            roots.put(Path(folder) / str(number))
        healthy = unproved({test for fault in faults for test in fault.tests}, known(var_dir()))
        root = roots.get()
        sound = ["-n", str(options.jobs), "--dist", "worksteal", *healthy]
        red = red_tests(pytest_in(root, sound)[1]) if healthy else set()
        print(f"The sound copy: {len(healthy)} run, {len(red)} red, {time.monotonic() - started:.0f} s", flush=True)
        roots.put(root)

        def one(fault: Fault) -> bool:
            here, begun = roots.get(), time.monotonic()
            try:
                ill = [test for test in fault.tests if any(name.startswith(test) for name in red)]
                verdict = f"RED WITHOUT THE FAULT: {ill}" if ill else judge(fault, here)
            finally:
                roots.put(here)
            with _print:
                print(f"FAULT {fault.bar} {fault.name}: {verdict} ({time.monotonic() - begun:.0f} s)", flush=True)
            return verdict == "caught"

        with ThreadPoolExecutor(options.jobs) as pool:
            verdicts = list(pool.map(one, faults))
    remember(
        {
            f"{fault.bar} {fault.name}": "caught" if good else "not caught"
            for fault, good in zip(faults, verdicts, strict=True)
        }
    )
    passed = sum(verdicts)
    print(f"{passed} passed, {len(verdicts) - passed} failed in {time.monotonic() - started:.0f} s")
    return 0 if passed == len(verdicts) and verdicts else 1


if __name__ == "__main__":
    sys.exit(main())
