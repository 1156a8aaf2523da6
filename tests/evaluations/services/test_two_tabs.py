"""Two people save from the same version at once: one is taken, the other sees both versions (bar M-27)."""

import threading
from typing import Any

from evaluations.models import Evaluation
from evaluations.services import deciding
from evaluations.services.deciding import Choice
from foundation.workflow.errors import StaleVersion, StateChanged
from tests.evaluations.services.month import Month, open_month, ready_ward, skip_self
from tests.foundation.outbox.twice import in_threads

ROUNDS = 200


def at_once(*calls: Any) -> list[Any]:
    """Run these together on their own connections; each answers with its result or its refusal."""
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        gate.wait(timeout=30)
        try:
            answers[place] = calls[place]()
        except (StaleVersion, StateChanged) as refusal:
            answers[place] = refusal

    in_threads([lambda place=place: run(place) for place in range(len(calls))])  # type: ignore[misc]
    return answers


def save(month: Month, sheet: Evaluation, by: str, points: str) -> Any:
    return lambda: month.score(sheet, by, CL=points)


def test_two_raters_of_one_row(committed_db: Any) -> None:
    month = open_month()
    skip_self(month.sheet("staff"))
    for number in range(ROUNDS):
        sheet = month.sheet("staff")
        first, second = str(20 + number % 10), str(30 + number % 10)
        answers = at_once(save(month, sheet, "division_head", first), save(month, sheet, "head", second))
        lost = [answer for answer in answers if isinstance(answer, StaleVersion)]
        won = [answer for answer in answers if isinstance(answer, Evaluation)]
        assert len(lost) == len(won) == 1
        stored = month.sheet("staff").scores["superior"]["CL"]["points"]
        assert stored == won[0].scores["superior"]["CL"]["points"]
        assert lost[0].details["current"]["scores"]["superior"]["CL"]["points"] == stored
        assert {stored, lost[0].details["yours"]["scores"]["superior"]["CL"]["points"]} == {first, second}


def test_two_deciders_of_one_unit(committed_db: Any) -> None:
    month = open_month()
    ward = ready_ward(month)
    keys = list(Evaluation.objects.filter(unit_cycle=ward).values_list("pk", flat=True))

    def decide(grade: str) -> Any:
        choices = {pk: Choice(grade, "Như nhau") for pk in keys}
        return lambda: deciding.decide(
            unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head")
        )

    answers = at_once(decide("B"), decide("C"))
    assert sorted(type(answer).__name__ for answer in answers) == ["StaleVersion", "UnitCycle"]
    assert len(set(Evaluation.objects.filter(unit_cycle=ward).values_list("grade", flat=True))) == 1
