"""Loading a framework: what is shipped, and every kind of refusal with its place."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from evaluations.enums import SubjectGroup
from evaluations.rules.loader import as_json, fingerprint, load_framework, parse_framework
from evaluations.rules.reading import FrameworkFault
from tests.evaluations.rules.frameworks import data_of, spec_of

Change = Callable[[dict[str, Any]], Any]


def test_shipped_framework_has_a_sheet_for_every_group_and_says_it_is_unverified() -> None:
    spec = spec_of()
    assert {card.subject_group for card in spec.scorecards} == set(SubjectGroup.values)
    assert spec.verified is False
    assert "Chưa kiểm chứng" in spec.note.vi
    for card in spec.scorecards:
        assert [group.max_points for group in card.groups] == [20, 70, 10]
        assert len(card.criteria) <= 6


def test_shipped_framework_holds_the_sourced_numbers() -> None:
    spec = spec_of()
    assert [(band.grade, band.min_incl) for band in spec.bands] == list(
        zip("ABCD", map(Decimal, (90, 70, 50, 0)), strict=True)
    )
    quota = spec.quota("A")
    assert quota is not None and quota.exception is not None
    assert (quota.percent, quota.denominator, quota.exception.percent) == (Decimal(30), "ALL_GRADED", Decimal(40))
    ceiling = next(rule for rule in spec.forced if rule.effect == "CEILING_GRADE")
    assert (ceiling.conditions[0].operator, ceiling.conditions[0].value, ceiling.grade) == ("<=", 50, "C")


def test_historical_framework_loads_and_ends_before_the_next_begins() -> None:
    old, new = spec_of("hn3814"), spec_of()
    assert old.effective_to is not None and old.effective_to < new.effective_from
    assert [group.max_points for group in old.card("STAFF").groups] == [20, 70, 10]


def test_framework_is_the_same_from_yaml_and_from_stored_json() -> None:
    data = data_of()
    assert load_framework(as_json(data)) == spec_of()
    assert fingerprint(as_json(data)) == fingerprint(data)
    data["quotas"][0]["percent"] = 31
    assert fingerprint(data) != fingerprint(data_of())


def test_points_are_read_exactly() -> None:
    assert spec_of().card("STAFF").criterion("TD").rule("TD-04").points == Decimal("1.5")


def test_sheet_of_an_unknown_group_is_refused() -> None:
    with pytest.raises(Exception, match="HN-3814"):
        spec_of("hn3814").card("UNIT")


def at(data: dict[str, Any], *path: Any) -> Any:
    for key in path:
        data = data[key]
    return data


def put(*path: Any, value: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        at(data, *path[:-1])[path[-1]] = value

    return change


def drop(*path: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        del at(data, *path[:-1])[path[-1]]

    return change


STAFF = ("scorecards", 0, "groups")
REFUSALS = [
    (put("colour", value="red"), "colour"),
    (put("bands", 0, "colour", value="red"), "bands[1].colour"),
    (put(*STAFF, 0, "criteria", 0, "maximum", value=3), "scorecards[1].groups[1].criteria[1].maximum"),
    (drop("scale", "rounding"), "scale.rounding"),
    (drop("quotas", 0, "source"), "quotas[1].source"),
    (put("quotas", 0, "source", value="NOBODY"), "quotas[1].source"),
    (put("quotas", 0, "percent", value=130), "quotas[1].percent"),
    (put("quotas", 0, "percent", value="a third"), "quotas[1].percent"),
    (put("quotas", 0, "percent", value=True), "quotas[1].percent"),
    (put("quotas", 0, "percent", value=float("nan")), "quotas[1].percent"),
    (put("quotas", 0, "exception", "percent", value=20), "quotas[1].exception.percent"),
    (put("quotas", 0, "denominator", value="EVERYBODY"), "quotas[1].denominator"),
    (put("quotas", 0, "fallback", value="A"), "quotas[1].fallback"),
    (put(*STAFF, 1, "criteria", 0, "max", value=39), "scorecards[1].groups[2].max"),
    (put(*STAFF, 1, "criteria", 0, "max", value=39.7), "scorecards[1].groups[2].criteria[1].max"),
    (put(*STAFF, 1, "criteria", 0, "code", value="KL"), "scorecards[1].groups"),
    (put("scorecards", 1, "for", value=["STAFF"]), "scorecards[2].for"),
    (put("scale", "total", value=90), "scorecards[1].groups"),
    (put("scale", "includes_bonus", value=False), "scorecards[1].groups"),
    (put("bands", 1, "below", value=89.99), "bands[2].below"),
    (put("bands", 1, "below", value=91), "bands[2].below"),
    (put("bands", 3, "from", value=1), "bands[4].from"),
    (put("bands", 0, "below", value=100), "bands[1].below"),
    (put("bands", 0, "grade", value="B"), "bands"),
    (put("forced", 0, "if", 0, "fact", value="time.moon"), "forced[1].if[1].fact"),
    (put("forced", 0, "if", 0, "is", value="!="), "forced[1].if[1].is"),
    (put("forced", 0, "grade", value="D"), "forced[1].grade"),
    (put("forced", 1, "code", value="NOTHING_WORKED"), "forced[2].code"),
    (put("timetable", 0, "due", "day", value=32), "timetable[1].due.day"),
    (drop("timetable", 0, "opens"), "timetable[1].opens"),
    (put("timetable", 1, "step", value="SELF"), "timetable[2].step"),
    (put("parameters", "objection_days", "value", value=2.5), "parameters.objection_days.value"),
    (put("effective_to", value="2021-01-01"), "effective_to"),
    (put("effective_from", value="soon"), "effective_from"),
    (put("name", value="1841"), "name"),
    (put("scorecards", value=[]), "scorecards"),
]


@pytest.mark.parametrize(("change", "place"), REFUSALS, ids=[f"{n}-{place}" for n, (_c, place) in enumerate(REFUSALS)])
def test_framework_with_one_fault_is_refused_naming_its_place(change: Change, place: str) -> None:
    data = as_json(data_of())
    change(data)
    with pytest.raises(FrameworkFault) as caught:
        load_framework(data)
    assert caught.value.place == place


def test_gap_and_overlap_between_bands_are_told_apart() -> None:
    with translation.override("en"):
        for below, word in ((89.99, "gap"), (90.01, "overlap")):
            data = data_of()
            data["bands"][1]["below"] = below
            with pytest.raises(FrameworkFault, match=word):
                load_framework(data)


def test_key_that_stands_twice_is_refused_with_its_line() -> None:
    with pytest.raises(FrameworkFault, match="line 3"):
        parse_framework("code: X\nperiod: month\ncode: Y\n")


def test_card_too_wide_for_the_grid_is_refused() -> None:
    data = as_json(data_of())
    group = data["scorecards"][0]["groups"][1]
    group["criteria"][0]["max"] = 30
    group["criteria"].append({**group["criteria"][0], "code": "EXTRA", "max": 10})
    with pytest.raises(FrameworkFault):
        load_framework(data)
