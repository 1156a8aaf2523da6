"""Measures speed on a filled database of its own and compares it with the budgets.

python -m tests.bench.run --size demo|district|medium|city [--assignments N] [--cases N] [--inspections N] [--months N]
    [--only PART ...]
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

SETTINGS = "config.settings.test"


@dataclass(frozen=True)
class Size:
    people: int
    units: int
    months: int
    entries: int = 1_000_000
    assignments: int = 200_000
    cases: int = 20_000
    inspections: int = 20_000


SIZES = {
    "demo": Size(0, 0, 0, 10_000, 2_000, 200, 200),
    "district": Size(10_000, 300, 24, assignments=13_334, cases=1_334, inspections=1_334),
    "medium": Size(30_000, 1_100, 24, assignments=40_000, cases=4_000, inspections=4_000),
    "city": Size(150_000, 4_000, 60),
}
PARTS = ("pages", "tasks", "cases", "inspections", "rotation", "alerts", "grid", "trail", "roster")
GRID = 41  # with the head, who is graded on another page
ROWS = 20_000


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="demo")
    numbers = ("assignments", "cases", "inspections", "months")
    for name in numbers:
        parser.add_argument(f"--{name}", type=int, help="instead of the size's own number")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part alone; may be given again")
    options = parser.parse_args(arguments)
    given = {name: value for name in numbers if (value := getattr(options, name)) is not None}
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django

    django.setup()
    import config.wsgi  # noqa: F401  memory is kept as the web server keeps it
    from config.env import BASE_DIR
    from tests.bench.measure import Report

    report = Report(options.size)
    _run(report, replace(SIZES[options.size], **given), options.only or PARTS)
    target = Path(os.environ.get("KC_VAR_DIR") or BASE_DIR / "var") / "bench" / f"{options.size}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    over = [figure.name for figure in report.figures if figure.over]
    print(f"{len(report.figures)} figures, {len(over)} over their budget", *over, sep="\n  ")
    return 1 if over else 0


def _run(report: "Report", size: Size, parts: Sequence[str]) -> None:  # type: ignore[name-defined]  # noqa: F821  imported after the set-up
    from foundation.web.clock import local_date
    from tests.bench import acts, alerts, assigning, cases, fill, inspections, rotation, trail
    from tests.bench.measure import timed
    from tests.database import Workshop, use

    workshop = Workshop()
    database = workshop.clone(workshop.own_name(f"kc_bench_{report.size}"))
    workshop.run(f'ALTER DATABASE "{database.name}" RESET statement_timeout')  # filling it takes longer than any test
    use(database.name)
    environment = {**os.environ, **database.environment()}
    today: date = local_date()
    report.add("load of the machine at the start", os.getloadavg()[0], "")
    report.add("five million squares in plain Python", timed(lambda: sum(n * n for n in range(5_000_000))), "s")
    acts.seed(report, environment)
    begun = time.perf_counter()
    fill.fill(people=size.people, units=size.units, months=size.months, grid=GRID, today=today)
    report.add("filling the database", time.perf_counter() - begun, "s")
    with tempfile.TemporaryDirectory() as folder:
        measures: dict[str, Callable[[], None]] = {
            "pages": lambda: _pages(report, today),
            "tasks": lambda: assigning.assigning(report, many=size.assignments, today=today),
            "cases": lambda: cases.cases(report, many=size.cases, today=today),
            "inspections": lambda: inspections.inspections(report, many=size.inspections, today=today),
            "rotation": lambda: rotation.rotation(report, today=today),
            "alerts": lambda: alerts.alerts(report, today=today),
            "grid": lambda: acts.grid(report, today),
            "trail": lambda: trail.trail(report, many=size.entries),
            "roster": lambda: acts.roster(report, Path(folder), environment, rows=ROWS),
        }
        for part in PARTS:
            if part in parts:
                measures[part]()


def _pages(report: "Report", today: date) -> None:  # type: ignore[name-defined]  # noqa: F821
    from tests.bench import acts

    acts.count(report)
    acts.opening(report, today)
    acts.lists(report)
    acts.queries(report)


if __name__ == "__main__":
    sys.exit(main())
