"""Loading holidays, and the calendar deadlines are counted on."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organization.models import Holiday
from organization.rules.calendar import is_working_day
from organization.rules.holidays import HolidayRow
from organization.selectors.calendar import listed_years, working_calendar
from organization.services.calendar import load_holidays

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> dict[str, int]:
    out = StringIO()
    call_command("load_holidays", *arguments, "--json", stdout=out)
    loaded: dict[str, int] = json.loads(out.getvalue())
    return loaded


def test_the_table_is_loaded_and_the_second_run_changes_nothing() -> None:
    first, second = run(), run()
    assert first["created"] == first["rows"] == Holiday.objects.count() > 80
    assert second == {"rows": first["rows"], "created": 0, "updated": 0, "unchanged": first["rows"]}
    assert {2022, 2026, 2027} <= set(listed_years())


def test_a_changed_day_is_updated() -> None:
    day = HolidayRow(date(2026, 11, 24), "Ngày Văn hóa", "Culture Day", False, False, "press")
    load_holidays(rows=[day], by=None)
    loaded = load_holidays(
        rows=[HolidayRow(date(2026, 11, 24), "Ngày Văn hóa Việt Nam", "Culture Day", False, True, "law")], by=None
    )
    stored = Holiday.objects.get()
    assert loaded.updated == 1
    assert (stored.name, stored.verified, stored.source) == ("Ngày Văn hóa Việt Nam", True, "law")


def test_the_calendar_knows_holidays_and_make_up_days(django_assert_num_queries: pytest.FixtureRequest) -> None:
    run()
    with django_assert_num_queries(1):  # type: ignore[operator]  # a pytest-django fixture
        calendar = working_calendar()
    assert not is_working_day(date(2026, 1, 2), calendar)
    assert is_working_day(date(2026, 1, 10), calendar)


@pytest.mark.parametrize("text", ["days: [", "days: []", "sources: {}\ndays: [{date: x}]"])
def test_a_broken_table_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "table.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"table\.yaml"):
        call_command("load_holidays", str(file))
