"""Proposed rounds by pages, API and as a job: asked for, seen by who asked alone, compared, accepted in circles."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cadres.models import RotationCase, RotationItem, RotationRound
from cadres.rules.rotation_solver import Settings
from cadres.services.rotation_proposals import ask_for_proposal, work_out
from cadres.services.rotation_rounds import approve, draw_up
from cadres.services.ties import declare_tie
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


API: dict[str, Any] = {"content_type": "application/json"}
FIRST, FAR = {"circles": [0]}, "2041-01-01"


@pytest.mark.django_db
def test_api_asks_reads_compares_and_accepts_as_the_pages_do(cast: Cast, as_user: SignIn) -> None:
    row, officer, day = round_with_two(cast), as_user("officer"), TODAY.isoformat()
    at = f"/api/v1/rotation/rounds/{row.code}/proposals/"
    days = {"due_by": day, "move_on": day}
    for wrong, status in (
        ({"share": 0}, 400),
        ({"rule": "KHONG"}, 400),
        ({"move_on": "2041-01-01"}, 422),
        ({"x": 1}, 400),
    ):
        assert officer.post(at, {**days, **wrong}, **API).status_code == status, wrong
    assert not Job.objects.exists()
    made = officer.post(at, days, **API)
    assert made.status_code == 202 and made.json()["result"] is None and made.json()["state"] == "queued"
    one = f"{at}{made.json()['id']}/"
    assert officer.get(one).json()["circles"] == [] and officer.post(f"{one}accept/", FIRST, **API).status_code == 404
    worked_out(Job.objects.get(pk=made.json()["id"]))
    other = worked_out(
        ask_for_proposal(
            round=row, settings=Settings(share=1), due_by=TODAY, move_on=TODAY, rule="KH188", by=cast.officer
        )
    )
    shown = officer.get(f"{one}?against={other.pk}").json()
    people = {cast.people["staff"].code, cast.people["other_staff"].code}
    (circle,) = shown["circles"]
    assert {move["person"] for move in circle["moves"]} == people and shown["result"]["moved"] == 2
    assert circle["moves"][0]["to_unit"] == circle["moves"][1]["unit"] and shown["conditions"]["share"] == 50
    assert shown["only_here"] == shown["only_there"] == shown["left"] == []
    for text, status in (("x", 422), ("987654321", 422)):
        assert officer.get(f"{one}?against={text}").status_code == status
    assert officer.get(f"{one}?person=x").status_code == 400
    for name, status in (("head", 404), ("officer2", 404), ("leader", 403), ("staff", 403)):
        client = as_user(name)
        assert client.get(one).status_code == client.post(f"{one}accept/", FIRST, **API).status_code == status
    assert [line["id"] for line in officer.get(at).json()["results"]] == [other.pk, shown["id"]]
    assert as_user("officer2").get(at).json()["results"] == [], "each sees the own ones"
    for circles in ([], [1], ["x"]):
        assert officer.post(f"{one}accept/", {"circles": circles}, **API).status_code in (400, 422)
    assert RotationItem.objects.count() == 0
    taken = officer.post(f"{one}accept/", FIRST, **API)
    assert taken.status_code == 201 and {line["round"] for line in taken.json()} == {row.code}
    assert RotationItem.objects.count() == 2 and {line["state"] for line in taken.json()} == {"signed"}
    assert officer.post(f"{one}accept/", FIRST, **API).status_code == 422, "each is planned once"


@pytest.mark.django_db
def test_the_api_names_the_rule_that_stood_in_the_way_of_each(cast: Cast, as_user: SignIn) -> None:
    row, officer = round_with_two(cast), as_user("officer")
    kin_name = {"name": cast.people["other_staff"].full_name, "code": cast.people["other_staff"].code}
    declare_tie(person=cast.people["staff"], kind="sibling", on=TODAY, by=cast.staff, **kin_name)
    given = {"round": row, "due_by": TODAY, "move_on": TODAY, "rule": "", "by": cast.officer}
    kin = worked_out(ask_for_proposal(settings=Settings(), **given))
    gone = worked_out(ask_for_proposal(settings=Settings(), **{**given, "rule": "KH188"}))
    shown = officer.get(f"/api/v1/rotation/rounds/{row.code}/proposals/{kin.pk}/?against={gone.pk}").json()
    assert {(line["person"], line["rule"]) for line in shown["left"]} == {
        (cast.people[key].code, "kin") for key in ("staff", "other_staff")
    }
    assert shown["result"]["left_by_rule"] == [{"rule": "kin", "why": shown["left"][0]["why"], "count": 2}]
    assert len(shown["only_here"]) == 2 and shown["only_there"] == []


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_movers(cast: Cast, as_user: SignIn) -> None:
    row, officer, counted = round_with_two(cast), as_user("officer"), []
    for more in ((), ("staff2", "clerk")):
        for key in more:
            case_of(cast, key)
        job = ask_for_proposal(
            round=row, settings=Settings(share=100), due_by=TODAY, move_on=TODAY, rule="", by=cast.officer
        )
        asked = []
        with CaptureQueriesContext(connection) as queries:
            worked_out(job)
        asked.append(len(queries))
        assert job.result["asked"] == 2 + len(more) and job.result["moved"] >= 2
        for at in (f"/rotation/rounds/{row.code}/proposals/", f"/api/v1/rotation/rounds/{row.code}/proposals/"):
            for address in (at, f"{at}{job.pk}/"):
                with CaptureQueriesContext(connection) as queries:
                    assert officer.get(address).status_code == 200
                asked.append(len(queries))
        counted.append(asked)
    assert counted[0] == counted[1], counted


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
