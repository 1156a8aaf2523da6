"""Seeded faults: removes one control after another and demands that its bar turns red (M-00).

python -m tests.faults.run [--only M-19] [--jobs 2]
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from config.embedded import ensure
from config.embedded.place import var_dir
from tests.faults.all import FAULTS
from tests.faults.fault import Fault
from tests.faults.processes import Run, Warm, pytest_in
from tests.faults.tree import DoesNotFit, copy_to, seeded
from tests.green import known
from tests.today import today_in_hanoi

FAILED = re.compile(r"(\d+) failed")
RED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
_print = threading.Lock()


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


def judge(fault: Fault, root: Path, run: Run = pytest_in) -> str:
    """`caught`, or what went wrong."""
    try:
        with seeded(fault, root):
            code, output = run(root, ["-x", *fault.tests], sql=fault.sql)
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
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kc-faults-"))
        roots: SimpleQueue[tuple[Path, Warm]] = SimpleQueue()
        for number in range(options.jobs):
            root = Path(folder) / str(number)
            copy_to(root)
            roots.put((root, stack.enter_context(Warm(root.with_suffix(".out")))))
        healthy = unproved({test for fault in faults for test in fault.tests}, known(var_dir()))
        sound = ["-n", str(options.jobs), "--dist", "worksteal", *healthy]
        red = red_tests(pytest_in(root, sound)[1]) if healthy else set()
        print(f"The sound copy: {len(healthy)} run, {len(red)} red, {time.monotonic() - started:.0f} s", flush=True)

        def one(fault: Fault) -> bool:
            (here, warm), begun = roots.get(), time.monotonic()
            try:
                ill = [test for test in fault.tests if any(name.startswith(test) for name in red)]
                verdict = f"RED WITHOUT THE FAULT: {ill}" if ill else judge(fault, here, warm)
            finally:
                roots.put((here, warm))
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
