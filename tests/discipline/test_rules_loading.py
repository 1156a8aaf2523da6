"""Rules in the database: loaded once, never edited, never two versions a day, closed by a new row."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import Error, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from discipline.models import Rule
from discipline.rules.rows import read_rules, shipped_rules
from discipline.selectors.rule_book import book
from discipline.services.rule_loading import load_rules
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput
from tests.discipline.rulesbook import shipped_book

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 28)


def test_loading_twice_changes_nothing_and_the_book_is_one_query(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_discipline_rules")
    assert Rule.objects.count() == len(shipped_rules()) > 150
    again = load_rules()
    assert (again.created, again.closed, again.existing) == (0, 0, len(shipped_rules()))
    with CaptureQueriesContext(connection) as asked:
        found = book()
    assert len(asked) == 1
    assert [replace(row, rule_id=None) for row in found.rows] == list(shipped_rules())
    assert all(row.ground.rule_id for row in found.rows)
    assert found.forms("civil", DAY) and found.time_bar("party", "warning", DAY).number == 120


def test_a_row_of_the_file_that_differs_from_the_stored_one_is_refused_and_nothing_is_stored() -> None:
    load_rules()
    rows = list(shipped_rules())
    number = next(place for place, row in enumerate(rows) if row.code == "party_notice.days")
    rows[number] = replace(rows[number], value=7)
    rows.append(replace(rows[number], code="party_notice.new"))
    with pytest.raises(InvalidInput) as refused:
        load_rules(rows=rows)
    assert (refused.value.code, refused.value.field) == ("rule_edited", "value")
    assert not Rule.objects.filter(code="party_notice.new").exists()
    assert Rule.objects.get(code="party_notice.days").value == 5


def test_a_change_closes_the_old_row_and_adds_one() -> None:
    load_rules()
    rows = list(shipped_rules())
    number = next(place for place, row in enumerate(rows) if row.code == "party_notice.days")
    rows[number] = replace(rows[number], valid_to=date(2026, 12, 31))
    rows.append(replace(rows[number], value=3, valid_from=date(2027, 1, 1), valid_to=None))
    loaded = load_rules(rows=rows)
    assert (loaded.created, loaded.closed) == (1, 1)
    assert book().party_notice(DAY).number == 5 and book().party_notice(date(2027, 1, 1)).number == 3


@pytest.mark.parametrize(
    "change", [{"value": 1}, {"valid_from": date(2020, 1, 1)}, {"legal_basis": "x"}, {"note": "x"}, {"code": "x"}]
)
def test_database_edits_no_rule(change: dict[str, object]) -> None:
    load_rules()
    with recorded(by=None, source="test"), pytest.raises(Error), transaction.atomic():
        Rule.objects.filter(code="party_notice.days").update(**change)


def test_database_lets_the_last_day_and_the_standing_change_and_nothing_be_removed() -> None:
    load_rules()
    with recorded(by=None, source="test"):
        rows = Rule.objects.filter(code="party_notice.days")
        assert rows.update(valid_to=date(2027, 1, 1), verified=True, row_version=2) == 1
        with pytest.raises(Error), transaction.atomic():
            rows.delete()


def test_database_keeps_one_version_a_day_by_code_and_kind() -> None:
    load_rules()
    old = Rule.objects.get(code="form.reprimand", scope="civil", valid_to=None)
    fields = {
        name: getattr(old, name) for name in ("code", "track", "value", "unit", "title_vi", "title_en", "legal_basis")
    }
    with recorded(by=None, source="test"):
        Rule.objects.create(**fields, scope="unit", valid_from=DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rule.objects.create(**fields, scope="civil", valid_from=DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rule.objects.create(**fields, scope="cadre", valid_from=DAY, valid_to=date(2026, 1, 1))


FILE = """
sources: {a: "https://a"}
bases: {old: {basis: "NĐ 1", from: 2020-01-01}}
rules:
- {code: x.y, vi: "X", en: "X", unit: days, value: 5, rows: [ROWS]}
"""


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ("{use: new}", "rows"),
        ("{from: 2020-01-01}", "rows"),
        ("{use: old, source: b}", "rows"),
        ("{use: old, unit: weeks}", "unit"),
        ("{use: old, scopes: [king]}", "scope"),
        ("{use: old, to: 2019-01-01}", "to"),
        ("{use: old}, {use: old, from: 2021-01-01}", "from"),
    ],
)
def test_file_that_cannot_be_right_is_refused(rows: str, field: str) -> None:
    assert read_rules(FILE.replace("ROWS", "{use: old}"))[0].value == 5
    with pytest.raises(InvalidInput) as refused:
        read_rules(FILE.replace("ROWS", rows))
    assert refused.value.field == field


def test_every_day_since_2020_has_its_rules() -> None:
    found = shipped_book()
    for year in range(2021, 2032):
        for month in range(1, 13):
            day = date(year, month, 1)
            assert found.handling_limit(day).number <= 90 and found.council_seats(day).value
            assert found.suspension_grounds(day) and found.exemption_grounds(day) and found.soft_measures(day)
