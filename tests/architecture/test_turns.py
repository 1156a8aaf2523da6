"""The order in which the tests run names files that are there, and keeps every test."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.turns import LONGEST, pytest_collection_modifyitems

ROOT = Path(__file__).resolve().parents[2]


def test_long_files_are_there_and_named_once() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_files_stay_whole_and_no_test_is_lost() -> None:
    last = LONGEST[-1]
    given = ["a.py::x", f"{last}::two", "b.py::y", "a.py::w", f"{last}::one", f"{LONGEST[0]}::z"]
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in given]
    pytest_collection_modifyitems(items)
    wanted = [f"{LONGEST[0]}::z", f"{last}::two", f"{last}::one", "a.py::x", "a.py::w", "b.py::y"]
    assert [item.nodeid for item in items] == wanted
