"""Clocks by the shipped rules: the regression set of the field, the command, reach, rules as dated rows."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from cadres.models import Posting, RotationRule
from cadres.selectors.rotation_clocks import clocks, clocks_of
from cadres.services.rotation_rules import load_rotation_rules
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput
from organization.models import Unit, UnitSuccession
from tests.cadres.rotation.conftest import long_held, post
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AUGUST = date(2024, 8, 31)


def head_since_2016(cast: Cast) -> None:
    """Appointed head of the division on 1/9/2016, re-appointed in 2021, there until today."""
    person, division = cast.people["division_head"], cast.units["division"]
    with recorded(by=None, source="test"):
        load_rotation_rules()
    post(person, division, "division_head", date(2016, 9, 1), date(2021, 8, 31), name="Trưởng phòng")
    post(person, division, "division_head", date(2021, 9, 1), date(2025, 12, 31), name="Trưởng phòng")


def test_reappointment_goes_on_and_eight_years_end_on_the_day(cast: Cast) -> None:
    """Regression (b): appointed 1/9/2016, re-appointed 2021, due under KH188 on 1/9/2024."""
    head_since_2016(cast)
    person = cast.people["division_head"]
    (one,) = [row for row in clocks_of(person.pk, on=AUGUST) if row.clock.code == "KH188"]
    assert (one.clock.start_on, one.clock.due_on) == (date(2016, 9, 1), date(2024, 9, 1))
    assert [segment.posting.valid_from for segment in one.segments] == [date(2016, 9, 1), date(2021, 9, 1)]
    assert one.rule.legal_basis.startswith("Kế hoạch 188") and not one.rule.verified
    assert not clocks(on=AUGUST, due_by=AUGUST, code="KH188")
    assert clocks(on=date(2024, 9, 1), due_by=date(2024, 9, 1), code="KH188")[0].person_id == person.pk
    assert not clocks(on=date(2026, 1, 1), people=[person.pk], code="KH188"), "the rule ended with 2025"


def test_merged_unit_goes_on_and_is_flagged(cast: Cast) -> None:
    """Regression (c): a unit of a district that became part of a commune on 1/7/2025."""
    person, division = cast.people["division_head"], cast.units["division"]
    with recorded(by=None, source="test"):
        load_rotation_rules()
        fields = {"kind": "division", "path": "zz.", "search_key": "phong"}
        old = Unit.objects.create(code="Q-01", name="Phòng Kinh tế quận", valid_to=date(2025, 6, 30), **fields)
        UnitSuccession.objects.create(
            predecessor=old, successor=division, effective_on=date(2025, 7, 1), kind="merge", legal_basis="NQ"
        )
        Posting.objects.filter(person=person).update(valid_from=date(2025, 7, 1))
    post(person, old, "division_head", date(2018, 5, 1), date(2025, 6, 30), name="Trưởng phòng")
    (one,) = clocks(on=date(2025, 12, 1), people=[person.pk], code="KH188")
    assert one.start_on == date(2018, 5, 1) and one.by_successor and one.needs_confirmation
    with recorded(by=None, source="test"):
        Posting.objects.filter(person=person, unit=old).update(valid_to=date(2025, 1, 31))
    (one,) = clocks(on=date(2025, 12, 1), people=[person.pk], code="KH188")
    assert one.start_on == date(2025, 7, 1) and not one.by_successor, "five months between are no merger"


def test_acting_counts_and_is_shown_and_a_move_inside_the_group_does_not_reset(cast: Cast) -> None:
    person, division = cast.people["staff"], cast.units["division"]
    held = long_held(cast, since=date(2022, 1, 10))
    post(person, division, "staff", date(2019, 1, 7), date(2022, 1, 9), field="finance", name="Chuyên viên chính")
    (one,) = clocks(on=date(2026, 1, 1), people=[person.pk], code="ND59")
    assert (one.start_on, one.posting_id) == (date(2019, 1, 7), held.pk)
    post(person, division, "division_deputy", date(2023, 4, 1), posting_kind="acting", name="Phó Trưởng phòng")
    (acting,) = clocks(on=date(2024, 1, 1), people=[person.pk], code="KH188")
    assert (acting.start_on, acting.acting_days) == (date(2023, 4, 1), 276)
    with recorded(by=None, source="test"):
        Posting.objects.filter(person=person, kind="primary").exclude(pk=held.pk).update(unit=cast.units["office"])
        Posting.objects.filter(pk=held.pk).update(decision_number="12/QĐ")
    (one,) = clocks(on=date(2026, 1, 1), people=[person.pk], code="ND59")
    assert one.start_on == date(2022, 1, 10), "another unit by written decision starts the clock anew"
    with recorded(by=None, source="test"):
        Posting.objects.filter(pk=held.pk).update(decision_number="")
    (one,) = clocks(on=date(2026, 1, 1), people=[person.pk], code="ND59")
    assert one.start_on == date(2019, 1, 7) and one.by_unwritten, "no decision, no new clock"


def test_command_counts_by_rule_post_and_unit_with_the_people(cast: Cast) -> None:
    head_since_2016(cast)
    long_held(cast, "staff", since=date(2015, 1, 1))
    out = StringIO()
    call_command("rotation_due", "--as-of", "2024-09-01", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    assert found["as_of"] == "2024-09-01"
    rows = {(row["rule"], row["kind"], row["unit"]): row for row in found["counts"]}
    head = cast.people["division_head"].code
    for unit in (None, "P-01"):
        assert rows["KH188", "division_head", unit]["people"] == [head]
        assert rows["KH188", "division_head", unit]["count"] == 1
    assert rows["ND59", "staff", None]["people"] == [cast.people["staff"].code]
    assert rows["CT24", "staff", "P-01"]["count"] == 1


def test_everybody_sees_the_clocks_of_those_they_deal_with_and_never_the_own_one(cast: Cast) -> None:
    with recorded(by=None, source="test"):
        load_rotation_rules()
        Posting.objects.filter(person__in=[cast.people["head"], cast.people["other_head"]]).update(
            valid_from=date(2010, 1, 1)
        )
    seen = {
        name: {one.person_id for one in clocks(on=AUGUST, reader=cast.users[name])}
        for name in ("officer", "leader", "chair", "head", "personnel", "staff", "auditor")
    }
    heads = {cast.people["head"].pk, cast.people["other_head"].pk}
    assert seen["officer"] == seen["leader"] == seen["chair"] == heads, "of a head the unit above deals with it"
    assert seen["head"] == seen["personnel"] == seen["staff"] == seen["auditor"] == set()


def test_an_officer_who_reaches_the_whole_city_does_not_list_the_own_clock(cast: Cast) -> None:
    held = long_held(cast)
    on = date(2026, 1, 1)
    assert held.person_id in {one.person_id for one in clocks(on=on, reader=cast.officer)}
    cast.officer.person_id = held.person_id
    assert held.person_id not in {one.person_id for one in clocks(on=on, reader=cast.officer)}


def test_few_people_looked_up_and_many_walked_give_the_same_clocks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    long_held(cast)
    on = date(2026, 1, 1)
    few = clocks(on=on, reader=cast.users["head"])
    monkeypatch.setattr("cadres.selectors.rotation_clocks.FEW", 0)
    assert clocks(on=on, reader=cast.users["head"]) == few != []


def test_rules_are_loaded_once_never_edited_and_never_two_on_a_day(cast: Cast) -> None:
    with recorded(by=None, source="test"):
        assert load_rotation_rules().created > 20
        again = load_rotation_rules()
        assert (again.created, again.closed) == (0, 0)
        row = RotationRule.objects.get(code="CT24")
        with pytest.raises(InternalError), transaction.atomic():
            RotationRule.objects.filter(pk=row.pk).update(legal_basis="khác")
        given = {name: getattr(row, name) for name in ("code", "kind", "scope", "value", "legal_basis")}
        with pytest.raises(IntegrityError), transaction.atomic():
            RotationRule.objects.create(**given, title_vi="x", title_en="x", valid_from=date(2026, 1, 1))
    from cadres.rules.rotation import read_rules
    from cadres.services.rotation_rules import RULES_FILE

    text = RULES_FILE.read_text(encoding="utf-8").replace("max_months: 96", "max_months: 84")
    with pytest.raises(InvalidInput) as refused:
        load_rotation_rules(rules=read_rules(text), posts=[])
    assert refused.value.code == "rule_edited" and RotationRule.objects.filter(value__max_months=84).count() == 0
