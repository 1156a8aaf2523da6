"""The bars are complete, and what they name exists."""

import re

import pytest

from config.env import BASE_DIR
from tests.bars.catalogue import Bar, all_bars
from tests.bars.measure import PAGE, proved_by, result_of
from tests.bars.page import page, state_of

BARS = all_bars()


def test_every_bar_stands_once() -> None:
    assert [bar.code for bar in BARS] == [f"M-{number:02d}" for number in range(71)]


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.code)
def test_bar_names_tests_that_exist_and_says_what_is_missing(bar: Bar) -> None:
    assert bar.state in ("held", "partly", "later")
    assert bool(bar.missing) == (bar.state != "held")
    for node in bar.tests:
        file, _, function = node.split("[")[0].partition("::")
        text = (BASE_DIR / file).read_text(encoding="utf-8") if not (BASE_DIR / file).is_dir() else ""
        assert not function or re.search(rf"def {function.split('::')[-1]}\(", text), node
    if bar.state == "held":
        assert bar.tests
        assert bar.faults or not bar.seeded


def test_page_has_one_row_a_bar() -> None:
    written = re.findall(r"^\| (M-\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert written == [bar.code for bar in BARS]


def test_bar_with_a_red_test_is_never_called_held() -> None:
    bar = next(bar for bar in BARS if bar.code == "M-19")
    file = bar.tests[0].split("::")[0]
    red = result_of(bar, {f"{file}::test_one": ["passed", "failure"]}, "01/02/2026")
    assert red == {"passed": 1, "not_passed": 1, "on": "01/02/2026"}
    runs = proved_by({f"{file}::test_one[a]": True, f"{file}::test_one[b]": False, "tests/other.py::test_two": True})
    assert result_of(bar, runs, "01/02/2026") == red
    assert state_of(bar, red) == "RED"
    assert state_of(bar, None) == "in part"
    assert "| M-19 |" in page([bar], {"M-19": red}, {})
