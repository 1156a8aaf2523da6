"""`open_cycle` from the command line and the frameworks it brings along."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import Framework
from evaluations.services.frameworks import load_frameworks, spec_of
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("open_cycle", *words, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_population_adds_up_and_the_second_run_creates_nothing() -> None:
    build_cast()
    first, second = run("2026-02"), run("2026-02")
    assert (first["cycle"], first["population"], first["created"], first["existing"]) == ("2026-02", 9, 9, 0)
    assert (second["created"], second["existing"], second["population"]) == (0, 9, 9)
    assert first["unit_sheets"] == {"created": 3, "existing": 0} and first["without_decider"] == 1


def test_one_unit() -> None:
    build_cast()
    assert run("2026-02", "--unit", "P-02")["created"] == 2
    with pytest.raises(CommandError):
        run("2026-02", "--unit", "nowhere")


@pytest.mark.parametrize("word", ["2026-13", "2026/02", "02-2026", "x"])
def test_bad_month_is_refused(word: str) -> None:
    with pytest.raises(CommandError):
        run(word)


def test_frameworks_are_loaded_once() -> None:
    first = load_frameworks()
    assert [row.pk for row in load_frameworks()] == [row.pk for row in first]
    assert {row.code: row.verified for row in Framework.objects.all()} == {"HN-1841": False, "HN-3814": False}
    assert spec_of(first[0]) is spec_of(Framework.objects.get(pk=first[0].pk))
