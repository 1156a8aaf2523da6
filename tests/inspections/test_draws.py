"""The sealed draw: weights explained, committed before the number is known, held once, opened late, computed again."""

import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from foundation.access import readable_fields
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged
from inspections.models import Draw, Team
from inspections.rules import draws as rules
from inspections.rules.draw_weights import weighing_rule
from inspections.services import drafting
from inspections.services.draws import hold_draw, open_draw, seal_draw, void_draw
from inspections.services.unit_signals import write_unit_signal
from organization.services.units import create_unit
from tests.cast import Cast, build_cast
from tests.inspections import recompute_draw
from tests.inspections.walk import draft, started, team_of

NUMBER = "1.742,36"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    return team_of(cast)


def sealed(cast: Cast, team: Team, **changes: Any) -> Draw:
    today = local_date()
    given: dict[str, Any] = {
        "team": team, "title": "Rút thăm cấp xã quý IV", "places": 1, "kinds": ["ward"], "exclusions": {},
        "outside_name": "VN-Index đóng cửa", "outside_on": today + timedelta(days=1), "on": today, "by": cast.officer,
    }  # fmt: skip
    return seal_draw(**{**given, **changes})


def test_weight_is_the_base_and_parts_that_each_say_why() -> None:
    rule = weighing_rule()
    plain = rules.weigh(rules.UnitFacts("A", years=0.5), rule)
    assert (plain.weight, sum(plain.parts.values())) == (10, 0)
    worst = rules.UnitFacts("B", years=None, findings=99, repeats=99, overdue=99, satisfaction=70.0, quiet_months=3)
    assert rules.weigh(worst, rule).parts == {
        "since_last": 15, "findings": 10, "repeats": 15, "overdue": 15, "satisfaction": 10, "quiet": 8,
    }  # fmt: skip
    assert rules.weigh(rules.UnitFacts("C", years=2.9, quiet_months=2), rule).parts["since_last"] == 10


def test_text_reads_back_and_every_weight_is_drawn_about_as_often_as_it_weighs() -> None:
    units = [rules.Weighed("P-1", 10, {"findings": 0}), rules.Weighed("P-2", 30, {"findings": 20})]
    text = rules.seal(
        code="RT-2026-00001", key="k" * 64, places=1, outside="số", rule="{}", units=units, excluded=[("P-3", "mới đi")]
    )
    back = rules.read_sealed(text)
    assert [(unit.code, unit.weight) for unit in back.units] == [("P-1", 10), ("P-2", 30)]
    assert back.excluded == (("P-3", "mới đi"),)
    often = sum(rules.draw(back, str(number))[0].code == "P-2" for number in range(2000))
    assert 1400 < often < 1600


def test_independent_script_draws_the_same_units() -> None:
    for size in (1, 2, 7, 126):
        units = [rules.Weighed(f"X-{number:05d}", 10 + number % 37, {}) for number in range(size)]
        text = rules.seal(
            code="RT", key=f"{size:064x}", places=min(3, size), outside="số", rule="{}", units=units, excluded=[]
        )
        drawn = [turn.code for turn in rules.draw(rules.read_sealed(text), NUMBER)]
        assert recompute_draw.recompute(text, NUMBER, rules.commitment_of(text)) == drawn and drawn
    with pytest.raises(SystemExit):
        recompute_draw.recompute(text.replace("X-00001 11", "X-00001 99"), NUMBER, rules.commitment_of(text))


@pytest.mark.django_db
def test_draw_from_seal_to_opening_is_computed_again_by_a_stranger(cast: Cast, team: Team) -> None:
    for number in range(3, 6):
        create_unit(code=f"P-0{number}", name=f"Phường {number}", kind="ward", parent=cast.units["committee"], by=None)
    made = sealed(cast, team, places=2, exclusions={"P-02": "mới kiểm tra 51 ngày trước"})
    assert (made.code, made.eligible, made.excluded) == (f"RT-{local_date().year}-00001", 4, 1)
    outsider = cast.staff
    assert "commitment" in readable_fields(outsider, made) and "sealed_text" not in readable_fields(outsider, made)
    with pytest.raises(Refused) as early:
        hold_draw(draw=made, outside_number=NUMBER, on=local_date(), by=cast.officer)
    assert early.value.code == "too_early"
    drawn = hold_draw(draw=made, outside_number=NUMBER, on=made.outside_on, by=cast.officer)
    assert len(drawn.turns) == 2 and not readable_fields(cast.officer2, drawn) & {"turns", "sealed_text"}
    with pytest.raises(StateChanged):
        hold_draw(draw=drawn, outside_number="9", on=made.outside_on, by=cast.officer)
    with pytest.raises(CommandError, match="not opened"):
        call_command("verify_draw", made.code, stdout=StringIO())
    opened = open_draw(draw=drawn, by=cast.officer)
    assert {"turns", "sealed_text"} <= readable_fields(outsider, opened)
    said = StringIO()
    call_command("verify_draw", made.code, stdout=said)
    stranger = subprocess.run(
        [sys.executable, recompute_draw.__file__, NUMBER, opened.commitment],
        input=opened.sealed_text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert stranger.stdout.split() == [turn["code"] for turn in opened.turns]
    assert all(code in said.getvalue() for code in stranger.stdout.split()) and "The same" in said.getvalue()


@pytest.mark.django_db
def test_draw_stays_shut_while_a_team_has_not_arrived(cast: Cast, team: Team) -> None:
    drawn = hold_draw(
        draw=sealed(cast, team), outside_number=NUMBER, on=local_date() + timedelta(days=1), by=cast.officer
    )
    waiting = draft(cast, team, basis=f"{drawn.code}, lượt 1")
    with pytest.raises(Refused) as shut:
        open_draw(draw=drawn, by=cast.officer)
    assert shut.value.code == "still_sealed"
    drafting.cancel_inspection(inspection=waiting, reason="Không đi", on=local_date(), by=cast.officer)
    assert open_draw(draw=drawn, by=cast.officer).state == "opened"


@pytest.mark.django_db
def test_what_cannot_be_sealed_is_refused_with_its_field(cast: Cast, team: Team) -> None:
    for wrong, field in (
        ({"outside_on": local_date()}, "outside_on"),
        ({"outside_name": " "}, "outside_name"),
        ({"exclusions": {"P-99": "x"}}, "exclusions"),
        ({"exclusions": {"P-01": " "}}, "exclusions"),
        ({"places": 9}, "places"),
        ({"kinds": ["nothing"]}, "kinds"),
    ):
        with pytest.raises((InvalidInput, Refused)) as refusal:
            sealed(cast, team, **wrong)
        assert refusal.value.field == field
    with pytest.raises(NotFound):
        sealed(cast, team, by=cast.head)
    assert void_draw(draw=sealed(cast, team), reason="Hoãn", by=cast.officer).state == "void"


@pytest.mark.django_db
def test_database_refuses_another_text_another_number_and_a_number_that_is_out(cast: Cast, team: Team) -> None:
    made = sealed(cast, team)
    drawn = hold_draw(draw=made, outside_number=NUMBER, on=made.outside_on, by=cast.officer)
    wrong: dict[str, Any]
    for wrong in ({"sealed_text": "khác"}, {"commitment": "0" * 64}, {"outside_number": "8"}, {"turns": []}):
        with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
            Draw.objects.filter(pk=drawn.pk).update(**wrong)
    fields = {name: getattr(made, name) for name in ("title", "team", "places", "outside_name", "eligible", "excluded")}
    for wrong in (
        {"sealed_text": "a", "commitment": "0" * 64, "outside_on": made.outside_on},
        {"sealed_text": "a", "commitment": rules.commitment_of("a"), "outside_on": local_date()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
            Draw.objects.create(code="RT-1", **fields, **wrong)


@pytest.mark.django_db
def test_facts_come_from_what_has_begun_and_from_the_months_that_were_graded(cast: Cast, team: Team) -> None:
    before = rules.read_sealed(sealed(cast, team).sealed_text)
    started(cast, team, unit="ward")
    draft(cast, team, unit="other")  # sealed: the list says nothing of it
    month = local_date().replace(day=1)
    for back in range(3):
        period = date(month.year - (month.month <= back), (month.month - back - 1) % 12 + 1, 1)
        write_unit_signal(unit=cast.units["other"], period=period, graded=12, highest=12, late_work=0, by=None)
    after = rules.read_sealed(sealed(cast, team).sealed_text)
    was, now = ({unit.code: dict(unit.parts) for unit in text.units} for text in (before, after))
    assert (was["P-01"]["since_last"], now["P-01"]["since_last"]) == (15, 0)
    assert (was["P-02"]["quiet"], now["P-02"]["quiet"], now["P-02"]["since_last"]) == (0, 8, 15)
