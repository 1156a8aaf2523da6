"""Every task of the registry has a test that runs it twice in a row and one that runs it in parallel (M-35)."""

import ast
from functools import cache
from pathlib import Path

import pytest

from foundation.outbox.registry import task_names

TESTS = Path(__file__).resolve().parents[1]
PROOFS = ("run_twice", "run_in_parallel")


@cache
def proved() -> dict[str, set[str]]:
    """Task name -> which of the two proofs are called with it somewhere in the tests."""
    found: dict[str, set[str]] = {}
    for file in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PROOFS and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    found.setdefault(str(name.value), set()).add(node.func.id)
    return found


@pytest.mark.parametrize("name", task_names())
def test_task_is_proved_to_be_safe_twice_and_in_parallel(name: str) -> None:
    assert proved().get(name, set()) == set(PROOFS), f"write a test with run_twice and run_in_parallel for {name}"


def test_registry_is_not_empty() -> None:
    assert "notifications.digest" in task_names()
