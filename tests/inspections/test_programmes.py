"""The programme of a year is fixed by another than its author; units' own inspections are counted once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from foundation.access import allows
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused
from inspections.models import OwnCheck, Programme, ProgrammeItem
from inspections.selectors.whole_city import own_behind, whole_city
from inspections.services.own_checks import aggregate_own_check, report_own_check, send_back_own_check
from inspections.services.programmes import add_item, approve_programme, end_programme, write_programme
from tests.cast import Cast, build_cast
from tests.inspections.walk import started, team_of
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def programme(cast: Cast, **changes: Any) -> Programme:
    today = local_date()
    given: dict[str, Any] = {
        "number": "30/KH-UBND", "title": "Kế hoạch kiểm tra công vụ", "year": today.year, "decided_on": today,
        "unit": cast.units["committee"], "by": cast.officer,
    }  # fmt: skip
    return write_programme(**{**given, **changes})


def check(cast: Cast, **changes: Any) -> OwnCheck:
    given: dict[str, Any] = {
        "unit": cast.units["ward"], "checked": cast.units["division"], "kind": "surprise", "held_on": local_date(),
        "findings": 2, "result": "Hai người vắng không lý do", "on": local_date(), "by": cast.head,
    }  # fmt: skip
    return report_own_check(**{**given, **changes})


def test_programme_is_approved_by_another_and_fixed_from_then_on(cast: Cast) -> None:
    made = programme(cast)
    with pytest.raises(Refused) as empty:
        approve_programme(programme=made, by=cast.officer2)
    assert empty.value.code == "programme_empty"
    add_item(programme=made, unit=cast.units["ward"], quarter=4, contents=["hours"], by=cast.officer)
    item = add_item(programme=made, unit=cast.units["other"], quarter=4, contents=["hours"], by=cast.officer)
    for wrong, field in (({"quarter": 5}, "quarter"), ({"contents": []}, "contents"), ({}, "unit")):
        with pytest.raises((InvalidInput, Refused)) as refusal:
            add_item(
                **{"programme": made, "unit": cast.units["ward"], "quarter": 4, "contents": ["hours"]} | wrong,
                by=cast.officer,
            )
        assert refusal.value.field == field
    assert not allows(cast.head, "programme_item.read", item)
    with pytest.raises(Forbidden):
        approve_programme(programme=made, by=cast.officer)
    done = approve_programme(programme=made, by=cast.officer2)
    seen = [allows(cast.head, "programme_item.read", one) for one in ProgrammeItem.objects.order_by("number")]
    assert seen == [True, False]
    with pytest.raises(Refused):
        add_item(programme=done, unit=cast.units["ward"], quarter=1, contents=["hours"], by=cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic(), recorded(by=None):
        ProgrammeItem.objects.update(quarter=1)
    assert end_programme(programme=done, reason="Thay bằng kế hoạch mới", by=cast.officer).state == "ended"


def test_own_inspection_is_reported_once_and_counted_once(cast: Cast) -> None:
    team, year = team_of(cast), local_date().year
    begun = started(cast, team, unit="ward")
    first = check(cast)
    with pytest.raises(Refused) as twice:
        check(cast, unit=cast.units["committee"], by=_superior(cast))
    assert twice.value.code == "reported_twice"
    with pytest.raises(Forbidden):
        aggregate_own_check(check=first, by=cast.head)
    assert _figures(cast, year)["surprise"] == (1, 0)  # reported is not yet counted
    aggregate_own_check(check=first, by=cast.officer)
    assert _figures(cast, year)["surprise"] == (1, 1)
    joint = check(
        cast, unit=cast.units["committee"], checked=cast.units["ward"], joint_code=begun.code, by=_superior(cast)
    )
    aggregate_own_check(check=joint, by=cast.officer)
    assert _figures(cast, year)["surprise"] == (1, 1)  # held together: counted with the team's
    wrong = check(cast, held_on=local_date() - timedelta(days=1))
    send_back_own_check(check=wrong, reason="Thiếu kết quả", by=cast.officer)
    assert check(cast, held_on=local_date() - timedelta(days=1)).state == "reported"


def test_one_inspection_of_several_units_counts_once_and_each_unit_once(cast: Cast) -> None:
    day, year = local_date(), local_date().year
    body, by = cast.units["committee"], _superior(cast)
    several = {"unit": body, "by": by, "checked": cast.units["ward"]}
    for wrong, code in (
        ({"further": [cast.units["ward"]]}, "unit_twice"),
        ({"further": [cast.units["other"], cast.units["other"]]}, "unit_twice"),
        ({"further": [body]}, "not_below"),
        ({"further": [cast.units["other"]], "joint_code": "KT-2026-00001"}, "joint_of_several"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            check(cast, **several | wrong)
        assert (refusal.value.field, refusal.value.code) == ("further", code)
    made = check(cast, **several, further=[cast.units["other"]])
    for again in (
        {"checked": cast.units["other"]},
        {"further": [cast.units["other"]], "checked": cast.units["office"]},
    ):
        with pytest.raises(Refused) as twice:
            check(cast, unit=body, by=by, **again)
        assert twice.value.code == "reported_twice"
    with pytest.raises(IntegrityError), transaction.atomic(), recorded(by=None):
        OwnCheck.objects.filter(pk=made.pk).update(further_units=[body.pk])
    aggregate_own_check(check=made, by=cast.officer)
    aggregate_own_check(check=check(cast, **several, held_on=day - timedelta(days=1)), by=cast.officer)
    given = {"first": date(year, 1, 1), "last": day}
    lines = {line.key: line for line in whole_city(cast.leader, **given)}
    assert (lines["surprise"].units, lines["surprise"].seen_by_units, lines[""].seen_by_units) == (2, 2, 2)
    assert own_behind(cast.leader, "surprise", **given).count() == 2
    assert not own_behind(cast.leader, "x", **given).exists()
    page = signed_in(cast.leader).get("/visits/statistics/?own=surprise").content.decode()
    assert f"/inspections/own/{made.pk}/" in page and 'data-testid="everybody"' in page
    assert cast.units["other"].name in signed_in(cast.leader).get(f"/inspections/own/{made.pk}/").content.decode()


def test_bad_reports_are_refused_with_their_field(cast: Cast) -> None:
    for wrong, field in (
        ({"checked": cast.units["other"]}, "checked"),
        ({"checked": cast.units["ward"]}, "checked"),
        ({"held_on": local_date() + timedelta(days=1)}, "held_on"),
        ({"findings": -1}, "findings"),
        ({"result": " "}, "result"),
        ({"kind": "x"}, "kind"),
        ({"joint_code": "KT-2026-00001"}, "joint_code"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            check(cast, **wrong)
        assert refusal.value.field == field
    with pytest.raises((NotFound, Forbidden)):
        check(cast, by=cast.other_head)
    assert not OwnCheck.objects.exists()


def test_pages_walk_from_draft_to_figures(cast: Cast) -> None:
    officer, other, head = signed_in(cast.officer), signed_in(cast.officer2), signed_in(cast.head)
    body = {
        "number": "31/KH",
        "title": "Kế hoạch",
        "year": local_date().year,
        "unit": "UBND",
        "decided_on": local_date(),
    }
    assert officer.post("/inspections/programmes/new/", body).status_code == 302
    page = f"/inspections/programmes/{Programme.objects.get().pk}/"
    assert officer.post(f"{page}add/", {"unit": "P-01", "quarter": 4, "contents": ["hours"]}).status_code == 302
    assert officer.post(f"{page}add/", {"unit": "P-01", "quarter": 4, "contents": ["hours"]}).status_code == 422
    assert head.get(page).status_code == 404 and officer.post(f"{page}approve/").status_code == 403
    assert other.post(f"{page}approve/").status_code == 302
    assert cast.units["ward"].name in head.get(page).content.decode()
    assert officer.get("/inspections/programmes/").status_code == 200
    report = {
        "unit": "P-01", "checked": cast.units["division"].code, "kind": "planned", "held_on": local_date(),
        "findings": 1, "result": "Đạt", "handling": "", "joint_code": "",
    }  # fmt: skip
    assert head.post("/inspections/own/new/", report).status_code == 302
    assert head.post("/inspections/own/new/", report).status_code == 422
    own = f"/inspections/own/{OwnCheck.objects.get().pk}/"
    assert head.get(own).status_code == 200 and head.post(f"{own}aggregate/").status_code == 403
    assert signed_in(cast.other_head).get(own).status_code == 404
    assert officer.post(f"{own}aggregate/").status_code == 302
    assert officer.get("/inspections/own/").status_code == 200


def test_api_draws_up_reports_and_refuses_as_the_pages_do(cast: Cast, django_assert_max_num_queries: Any) -> None:
    officer, head, staff = signed_in(cast.officer), signed_in(cast.head), signed_in(cast.staff)
    other = signed_in(cast.officer2)
    place, own = "/api/v1/inspection-programmes/", "/api/v1/own-checks/"

    def send(who: Any, path: str, **body: Any) -> Any:
        return who.post(path, body, content_type="application/json")

    body = {"number": "32/KH", "title": "Kế hoạch", "year": 2026, "unit": "UBND", "decided_on": "2026-01-05"}
    made = send(officer, place, **body)
    assert (made.status_code, made.json()["state"], made.json()["unit"]) == (201, "draft", "UBND")
    assert send(officer, place, **body).status_code == 422  # the number is given once
    assert send(officer, place, **body | {"number": "33/KH", "unit": "X"}).json()["error"]["field"] == "unit"
    assert send(head, place, **body | {"number": "34/KH"}).status_code == 403
    page = f"{place}{made.json()['id']}/"
    items = f"{page}items/"
    assert send(other, f"{page}approve/").json()["error"]["code"] == "programme_empty"
    item = {"unit": "P-01", "quarter": 4, "contents": ["hours"]}
    assert send(officer, items, **item).status_code == 201
    assert send(officer, items, **item).status_code == 422
    assert head.get(items).status_code == 404  # a draft is nobody else's
    assert send(head, f"{page}approve/").status_code == 404 and send(officer, f"{page}approve/").status_code == 403
    approved = send(other, f"{page}approve/").json()
    assert (approved["state"], approved["approved_by"]) == ("approved", cast.officer2.full_name)
    assert [row["unit"] for row in head.get(items).json()["results"]] == ["P-01"]
    assert send(officer, items, **item | {"quarter": 3}).status_code == 422
    assert send(head, f"{page}end/", reason="x").status_code == 403 and send(other, f"{page}end/").status_code == 400
    assert send(other, f"{page}end/", reason="Thay bằng kế hoạch mới").json()["state"] == "ended"
    assert send(other, f"{page}end/", reason="Thay bằng kế hoạch mới").status_code == 409

    report = {"unit": "P-01", "checked": cast.units["division"].code, "kind": "planned", "findings": 1, "result": "Đạt"}
    report |= {"held_on": local_date().isoformat()}
    assert send(officer, own, **report).status_code == 403 and send(staff, own, **report).status_code == 403
    assert send(head, own, **report | {"further": ["X"]}).json()["error"]["field"] == "further"
    assert send(head, own, **report).json()["further_units"] == []
    assert send(head, own, **report).json()["error"]["code"] == "reported_twice"
    assert send(signed_in(cast.other_head), own, **report).status_code == 422  # not a unit of theirs
    check(cast, held_on=local_date() - timedelta(days=1))
    check(cast, held_on=local_date() - timedelta(days=2))
    with django_assert_max_num_queries(14):
        assert head.get(own).json()["count"] == 3
    assert signed_in(cast.other_head).get(own).json()["count"] == 0
    first, second, third = (f"{own}{row.pk}/" for row in OwnCheck.objects.order_by("pk"))
    assert send(head, f"{first}aggregate/").status_code == 403
    assert send(signed_in(cast.other_head), f"{first}aggregate/").status_code == 404
    assert send(officer, f"{first}aggregate/").json()["state"] == "aggregated"
    assert send(officer, f"{first}aggregate/").status_code == 409
    assert send(officer, f"{second}send-back/").status_code == 400
    assert send(officer, f"{second}send-back/", reason="Thiếu kết quả").json()["return_reason"] == "Thiếu kết quả"
    assert _figures(cast, local_date().year)["planned"] == (0, 1) and head.get(third).json()["state"] == "reported"


def _superior(cast: Cast) -> Any:
    """The head of the whole committee."""
    return cast.users["chair"]


def _figures(cast: Cast, year: int) -> dict[str, tuple[int, int]]:
    from inspections.enums import InspectionKind

    *lines, together = whole_city(cast.leader, first=date(year, 1, 1), last=date(year, 12, 31))
    assert [line.key for line in lines] == InspectionKind.values
    assert (together.teams, together.units) == (sum(line.teams for line in lines), sum(line.units for line in lines))
    return {line.key: (line.teams, line.units) for line in lines}
