"""M-33: a birth date from 1945 on comes back as the same day from form, API, import and export, in any zone.

Hanoi's clock was moved by an hour or two in 1945, 1947, 1955, 1959 and 1975: a day that passes through a moment, or
through today's offset, comes back as the day before. Days around each change stand among those tried.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cadres.models import Person
from cadres.roster.dates import read_date
from cadres.rules.retirement import age_on, retirement_day
from cadres.services.roster_import import commit
from foundation.sheets.cells import Cell
from foundation.sheets.reader import read_table_file
from tests.cadres.roster.lists import as_xlsx, people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
TODAY = date(2026, 11, 29)
CHANGES = (
    date(1945, 3, 15), date(1945, 9, 2), date(1947, 4, 1), date(1955, 7, 1), date(1960, 1, 1), date(1975, 6, 13),
)  # fmt: skip
AROUND = [day + timedelta(days=shift) for day in CHANGES for shift in (-1, 0, 1)]
OTHERS = [
    date(1945, 1, 1), date(1948, 2, 29), date(1950, 6, 15), date(1964, 2, 29), date(1980, 12, 31), date(2000, 2, 29),
]  # fmt: skip
DAYS = [*AROUND, *OTHERS]
MANY = 220


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone of the machine."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def born(code: str) -> Any:
    return Person.objects.values_list("birth_date", flat=True).get(code=code)


def test_form_and_api_give_back_the_day_that_was_given(cast: Cast, as_user: SignIn, zone: str) -> None:
    person, client = cast.people["staff"], as_user("officer")
    road, page = f"/api/v1/people/{person.code}/", f"/people/{person.code}/edit/"
    version = person.row_version
    for number, day in enumerate(DAYS):
        if number % 2:
            body = {"birth_date": day.isoformat(), "row_version": version}
            answer = client.patch(road, body, content_type="application/json")
            assert answer.status_code == 200, answer.content
        else:
            written = f"{day:%d/%m/%Y}" if number % 4 else day.isoformat()
            form = {"full_name": person.full_name, "employment_kind": "civil", "birth_date": written}
            assert client.post(page, {**form, "row_version": version}).status_code == 302
        version += 1
        stored = born(person.code)
        assert type(stored) is date and stored == day
        assert client.get(road).json()["birth_date"] == day.isoformat()
    assert f'value="{DAYS[-1].isoformat()}"' in client.get(page).content.decode()
    assert f"{DAYS[-1]:%d/%m/%Y}" in client.get(f"/people/{person.code}/").content.decode()


def test_import_and_export_give_back_the_days_and_the_ages_that_follow(cast: Cast, as_user: SignIn, zone: str) -> None:
    dice = random.Random(1945)
    first, last = date(1945, 1, 1).toordinal(), date(2008, 12, 31).toordinal()
    days = [*DAYS, *(date.fromordinal(dice.randint(first, last)) for _number in range(MANY - len(DAYS)))]
    unit, division = cast.units["ward"].name, cast.units["division"].name
    rows = people(MANY, unit=unit, division=division, post="Chuyên viên", joined="")
    for number, (row, day) in enumerate(zip(rows, days, strict=True)):
        row["born"] = day if number % 2 else f"{day:%d/%m/%Y}"
    done = commit(content=as_xlsx(rows), as_of=TODAY, by=None)
    assert done.committed and done.created == MANY, done.errors[:3]
    stored = dict(Person.objects.filter(code__startswith="CB09").values_list("code", "birth_date"))
    wanted = {row["code"]: day for row, day in zip(rows, days, strict=True)}
    assert stored == wanted and {type(day) for day in stored.values()} == {date}
    assert all(age_on(day, retirement_day(day, "M")) in (60, 61, 62) for day in stored.values())
    client = as_user("officer")
    for kind in ("xlsx", "csv"):
        answer: Any = client.get(f"/people/export/?format={kind}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert {code: day for code, day in exported(content) if code in wanted} == wanted, kind


def exported(content: bytes) -> Iterator[tuple[str, date | None]]:
    """Code and birth date of each line of the list, read as the registry reads any list."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        sheet = read_table_file(file)
    head = next(row for row in sheet.rows if "Born" in [cell.value for cell in row])
    place = [cell.value for cell in head].index("Born")
    for row in sheet.rows[sheet.rows.index(head) + 1 :]:
        cell = row[place] if len(row) > place else Cell(row[0].kind)
        yield str(row[0].value), read_date(cell, as_of=TODAY).day if cell.value else None
