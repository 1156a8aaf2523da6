"""Writes the page of the bars: Markdown from bars and results, nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.bars.catalogue import Bar

STATES = {"held": "held", "partly": "in part", "later": "not yet"}
HEAD = """# Security and reliability: the bars

Written by `python -m tests.bars.measure`, which runs the tests named; never edited by hand. A bar is *held* when all
of it is shown by tests that passed on the day in its row, *in part* when something named here is missing, *not yet*
when the room it belongs to does not stand. Seeded faults: the control is removed, the bar must turn red
(`python -m tests.faults.run --only M-xx`). What they protect: [architecture.md](architecture.md) and
[permissions.md](permissions.md).

"""


def page(bars: Sequence[Bar], results: Mapping[str, Any], faults: Mapping[str, Any]) -> str:
    """The whole text of docs/security.md.

    Args:
        results: bar -> {passed, not_passed, on}.
        faults: "M-xx name" -> {verdict, on} of the last run of the faults.
    """
    rows = [row(bar, results.get(bar.code), faults) for bar in bars]
    states = [state_of(bar, results.get(bar.code)) for bar in bars]
    counted = ", ".join(
        f"{states.count(word)} {word}" for word in ("held", "in part", "not yet", "RED") if word in states
    )
    table = "\n".join(
        ["| Bar | What it promises | State | Tests, on | Seeded faults | Command |", "|---|---|---|---|---|---|", *rows]
    )
    return f"{HEAD}{len(bars)} bars: {counted}.\n\n{table}\n"


def state_of(bar: Bar, result: Mapping[str, Any] | None) -> str:
    if result and result["not_passed"]:
        return "RED"
    if bar.state == "held" and not (result and result["passed"]):
        return "in part"
    return STATES[bar.state]


def row(bar: Bar, result: Mapping[str, Any] | None, faults: Mapping[str, Any]) -> str:
    state = state_of(bar, result)
    missing = bar.missing or ("" if result and result["passed"] else "its tests were not run")
    said = f"{state}: {missing}" if missing and state != "held" else state
    shown = f"{result['passed']} of {result['passed'] + result['not_passed']}, {result['on']}" if result else "-"
    command = f"`python -m tests.bars.measure --only {bar.code}`" if bar.tests else "-"
    return f"| {bar.code} | {bar.words} | {said} | {shown} | {caught(bar, faults)} | {command} |"


def caught(bar: Bar, faults: Mapping[str, Any]) -> str:
    if not bar.faults:
        return "-"
    verdicts = [faults.get(f"{bar.code} {name}") for name in bar.faults]
    good = [verdict for verdict in verdicts if verdict and verdict["verdict"] == "caught"]
    on = max((verdict["on"] for verdict in good), default="")
    return f"{len(good)} of {len(bar.faults)} caught{', ' + on if on else ''}"
