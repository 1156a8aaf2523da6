"""Calls nobody may write outside the reviewed list forbidden_calls_allowed.txt (M-40)."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "foundation",
    "organization",
    "accounts",
    "cadres",
    "directives",
    "discipline",
    "inspections",
    "evaluations",
    "reports",
    "config",
    "tests",
)
ALLOWED = Path(__file__).with_name("forbidden_calls_allowed.txt")

# Dotted names: the last parts of what is called or named must be these.
NAMES = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "pgtrigger.ignore",
    "csrf_exempt",
    "mark_safe",
    "time.sleep",
    "asyncio.sleep",
    "yaml.load",
    "yaml.load_all",
    "yaml.unsafe_load",
    "yaml.full_load",
    "RawSQL",
}
METHODS = {"raw", "extra", "delay", "apply_async", "delay_on_commit", "apply_async_on_commit", "send_task"}
KEYWORDS = {"eta", "countdown"}
MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal"}
CALLED = {"SafeString", "SafeText"}  # harmless as a type
ALIASED = {
    "csrf_exempt",
    "mark_safe",
    "SafeString",
    "SafeText",
    "RawSQL",
}  # a second name would hide them
IMPORTED = {"sleep", "unsafe_load", "full_load"}


@dataclass(frozen=True, order=True)
class Use:
    path: str
    what: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


def uses_in(source: str, path: str) -> Iterator[Use]:
    """Every forbidden name, method, keyword and module of one file."""
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Attribute):
            dotted = _dotted(node)
            if ".".join(dotted[-2:]) in NAMES or dotted[-1] in NAMES:
                yield Use(path, ".".join(dotted[-2:]), line)
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield Use(path, node.id, line)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                yield Use(path, f".{node.func.attr}(", line)
            if _dotted(node.func)[-1] in CALLED:
                yield Use(path, _dotted(node.func)[-1] + "(", line)
            for keyword in node.keywords:
                if keyword.arg in KEYWORDS:
                    yield Use(path, f"{keyword.arg}=", line)
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.split(".")[0] in MODULES:
                    yield Use(path, f"import {name.name}", line)
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in MODULES:
                yield Use(path, f"import {node.module}", line)
            for name in node.names:
                if name.name in IMPORTED or (name.name in ALIASED and name.asname):
                    yield Use(path, f"import {name.name}", line)


def _dotted(node: ast.expr) -> list[str]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "?")
    return parts[::-1]


@cache
def all_uses() -> list[Use]:
    found: list[Use] = []
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            found += uses_in(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    return found


def allowed() -> dict[tuple[str, str], tuple[int, str]]:
    """(path, what) -> (how often, reason), from lines `path | what | how often | reason`."""
    lines = [line for line in ALLOWED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    return {(path, what): (int(times), reason) for path, what, times, reason in parts}


def test_no_forbidden_call_outside_the_reviewed_list() -> None:
    uses, known = all_uses(), allowed()
    counts = Counter((use.path, use.what) for use in uses)
    too_often = {key for key, times in counts.items() if times > known.get(key, (0, ""))[0]}
    assert [str(use) for use in uses if (use.path, use.what) in too_often] == []


def test_reviewed_list_names_only_what_is_used_and_gives_a_reason() -> None:
    used = {(use.path, use.what) for use in all_uses()}
    known = allowed()
    assert sorted(set(known) - used) == []
    assert all(len(reason) > 15 for _, reason in known.values())


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "datetime.datetime.now(tz)",
        "date.today()",
        "datetime.date.today()",
        "pgtrigger.ignore('x')",
        "@csrf_exempt\ndef view(): ...",
        "from django.utils.safestring import mark_safe as m",
        "mark_safe(text)",
        "SafeString(text)",
        "safestring.mark_safe(x)",
        "Model.objects.raw('SELECT 1')",
        "Model.objects.extra(where=['1'])",
        "task.delay(1)",
        "task.apply_async(args)",
        "send(eta=when)",
        "send(countdown=90)",
        "import pickle",
        "from pickle import loads",
        "yaml.load(text)",
        "time.sleep(1)",
        "from time import sleep",
    ],
)
def test_each_forbidden_call_is_noticed(line: str) -> None:
    assert list(uses_in(line, "x.py")) != []


@pytest.mark.parametrize(
    "line", ["timezone.now()", "yaml.safe_load(text)", "local_date()", "extra = 1", "x: SafeString"]
)
def test_permitted_calls_pass(line: str) -> None:
    assert list(uses_in(line, "x.py")) == []
