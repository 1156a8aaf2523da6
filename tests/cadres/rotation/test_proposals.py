"""Proposed rounds in the browser and as a job: asked for, seen by who asked alone, compared, accepted in circles."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cadres.models import RotationCase, RotationItem, RotationRound
from cadres.rules.rotation_solver import Settings
from cadres.services.rotation_proposals import ask_for_proposal, work_out
from cadres.services.rotation_rounds import approve, draw_up
from foundation.outbox.models import Job
from tests.cadres.rotation.conftest import TODAY, case_of
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import run_in_parallel, run_twice

SignIn = Callable[[str], Client]


def round_with_two(cast: Cast) -> RotationRound:
    """Two people of different wards whose time in a listed post is over, and an approved round above both."""
    for key in ("staff", "other_staff"):
        case_of(cast, key)
    made = draw_up(
        unit=cast.units["city"], title="Kế hoạch", purpose="Chỉ thị 24", begins_on=date(TODAY.year, 1, 1),
        ends_on=date(TODAY.year + 1, 12, 31), by=cast.officer,
    )  # fmt: skip
    return approve(round=made, document_number="45/KH", on=TODAY, today=TODAY, by=cast.officer2)


def worked_out(job: Job) -> Job:
    job.result = work_out(job.payload)
    job.save(update_fields=["result"])
    return job


@pytest.mark.django_db
def test_from_the_form_to_lines_of_the_round(cast: Cast, as_user: SignIn) -> None:
    row, officer = round_with_two(cast), as_user("officer")
    at = f"/rotation/rounds/{row.code}/proposals/"
    assert officer.get(at).status_code == 200
    day = f"{TODAY:%Y-%m-%d}"
    form = {"due_by": day, "move_on": day, "share": "50", "grade_steps": "1", "same_field": "on", "seed": "1"}
    assert officer.post(at, {**form, "share": "0"}).status_code in (400, 422)
    assert officer.post(at, {**form, "move_on": f"{TODAY.year + 3}-01-01"}).status_code in (400, 422)
    answer = officer.post(at, form)
    assert answer.status_code == 302
    assert "hx-get" in officer.get(answer["Location"]).content.decode(), "it is being worked out"
    job = worked_out(Job.objects.get(task="cadres.propose_round"))
    assert job.result["moved"] == 2 and job.result["left"] == []
    page = officer.get(answer["Location"]).content.decode()
    assert cast.people["staff"].full_name in page and cast.people["other_staff"].full_name in page
    for name, status in (("head", 404), ("officer2", 404), ("leader", 403), ("staff", 403)):
        assert as_user(name).get(answer["Location"]).status_code == status, f"{name} did not ask"
    other = worked_out(
        ask_for_proposal(round=row, settings=Settings(), due_by=TODAY, move_on=TODAY, rule="KH188", by=cast.officer)
    )
    assert other.pk != job.pk and other.result["asked"] == 0
    compared = officer.get(f"{answer['Location']}?against={other.pk}")
    assert compared.status_code == 200
    assert officer.post(answer["Location"], {}).status_code in (400, 422), "nothing chosen"
    assert RotationItem.objects.count() == 0
    assert officer.post(answer["Location"], {"circles": ["0"]}).status_code == 302
    items = {item.case.person_id: item for item in RotationItem.objects.select_related("case__posting")}
    assert set(RotationCase.objects.filter(person__in=items).values_list("state", flat=True)) >= {"planned"}
    first, second = items.values()
    assert (first.destination_id, second.destination_id) == (second.case.posting.unit_id, first.case.posting.unit_id)
    assert first.round == row and first.successor_id == second.case.person_id
    third = worked_out(
        ask_for_proposal(round=row, settings=Settings(), due_by=TODAY, move_on=TODAY, rule="", by=cast.officer)
    )
    assert third.result["asked"] == 0, "who goes by one rule is not asked for by the other"
    again = officer.post(answer["Location"], {"circles": ["0"]})
    assert again.status_code >= 400 and RotationItem.objects.count() == 2, "all or none, once"


def _asked() -> dict[str, Any]:
    cast = build_cast()
    row = round_with_two(cast)
    job = ask_for_proposal(round=row, settings=Settings(), due_by=TODAY, move_on=TODAY, rule="", by=cast.officer)
    payload: dict[str, Any] = job.payload
    return payload


def test_twice(committed_db: Any) -> None:
    run_twice("cadres.propose_round", _asked())


def test_in_parallel(committed_db: Any) -> None:
    run_in_parallel("cadres.propose_round", _asked())
