"""The review of delays: the database counts as the rules do, each number has its rows, reach is kept."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import Assignment
from directives.rules.lateness import days_late, evidence
from directives.rules.periods import containing, latest, period_of
from directives.selectors import review as selectors
from directives.selectors.assignments import task_of
from foundation.audit.record import recorded
from organization.models import Holiday
from organization.selectors.calendar import working_calendar
from tests.cast import Cast
from tests.foundation.audit import rows
from tests.sessions import signed_in

ON = date(2026, 11, 18)
QUARTER = containing(ON, "quarter")
URL = "/reviews/delays/"


def test_words_name_periods() -> None:
    found = period_of("2026-Q4")
    assert found is not None and (found.first, found.last, found.word) == (
        date(2026, 10, 1), date(2026, 12, 31), "2026-Q4",
    )  # fmt: skip
    assert [period_of(word) for word in ("2026-Q5", "2026-13", "26", "1999", "2026-1", "x")] == [None] * 6
    assert [one.word for one in latest(date(2026, 2, 3), "quarter", 3)] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert [one.word for one in latest(date(2026, 1, 3), "month", 2)] == ["2026-01", "2025-12"]
    assert containing(date(2024, 2, 3), "month").last == date(2024, 2, 29)


def task(cast: Cast, key: str, due: date, done: date | None = None, **more: Any) -> Assignment:
    person = cast.people[key]
    with recorded(by=None):
        row: Assignment = Assignment.objects.create(
            code=f"T{Assignment.objects.count():05d}", person=person, unit=person.unit, title="Việc",
            responsibility="x", product="y", assigned_on=min(due, done or due) - timedelta(days=20), due_on=due,
            given_by=cast.head, **more,
        )  # fmt: skip
        if done is not None:
            Assignment.objects.filter(pk=row.pk).update(done_on=done, state="done")
    row.refresh_from_db()
    return row


def seen(cast: Cast, user: str = "officer", **more: Any) -> selectors.Review:
    given = {"period": QUARTER, "on": ON, "calendar": working_calendar(), **more}
    return selectors.review(cast.users[user], **given)


@pytest.mark.django_db
def test_database_counts_lateness_as_the_rules_do(cast: Cast) -> None:
    for day in (date(2026, 11, 4), date(2026, 10, 26)):
        Holiday.objects.get_or_create(date=day, defaults={"name": "Nghỉ"})
    chance = random.Random(7)
    for _ in range(60):
        due = date(2026, 8, 1) + timedelta(days=chance.randrange(170))
        done = due + timedelta(days=chance.randrange(-15, 25)) if chance.random() < 0.6 else None
        task(cast, chance.choice(("staff", "staff2")), due, done)
    calendar = working_calendar()
    for period in (QUARTER, containing(ON, "month"), containing(date(2026, 9, 1), "quarter")):
        found = seen(cast, period=period)
        by_rule = evidence(map(task_of, Assignment.objects.all()), period.first, period.last, ON, calendar)
        total = selectors.total(selectors.by_class(found))
        counted = (total.counts["assigned"], total.counts["finished"], total.counts["late"], total.counts["overdue"])
        assert counted == (by_rule.total, by_rule.done, by_rule.late, by_rule.overdue)
        assert (total.worst or 0) == by_rule.worst_days_late
        for row in found.rows:
            assert vars(row)["days_late"] == days_late(task_of(row), found.on, calendar)


@pytest.mark.django_db
def test_every_number_has_exactly_its_rows(cast: Cast) -> None:
    late = task(cast, "staff", date(2026, 11, 2), date(2026, 11, 10), kind="urgent", times_extended=2)
    overdue = task(cast, "staff", date(2026, 11, 9), times_extended=1)
    fine = task(cast, "staff2", date(2026, 11, 20))
    task(cast, "staff2", date(2027, 3, 1))
    with recorded(by=None):
        rows.handoff(assignment=late, to_unit=cast.units["other"], opinion="")
        rows.handoff(assignment=late, to_unit=cast.units["other"], opinion="Đề nghị", number=2)
        rows.delay_cause(assignment=overdue)
    found = seen(cast)
    total = selectors.total(selectors.by_class(found)).counts
    expected = {
        "assigned": {late, overdue, fine}, "finished": {late}, "late": {late}, "overdue": {overdue}, "excused": set(),
        "extended": {late, overdue}, "extended_again": {late}, "with_opinion": {late}, "without_opinion": {late},
        "claimed": {overdue}, "confirmed": set(),
    }  # fmt: skip
    for name in selectors.COUNTS:
        assert (name, set(selectors.behind(found, name)), total[name]) == (name, expected[name], len(expected[name]))
    person = cast.people["staff"].code
    assert set(selectors.behind(found, "assigned", group="person", code=person)) == {late, overdue}
    lines = selectors.page_of(found, "person", number=1, size=50).rows
    assert [(line.code, line.wrong, line.worst) for line in lines] == [
        (person, 2, 7),
        (cast.people["staff2"].code, 0, None),
    ]
    assert [line.code for line in selectors.by_class(found)] == ["regular", "urgent"]


@pytest.mark.django_db
def test_confirmed_cause_takes_a_delay_out_of_the_late(cast: Cast) -> None:
    row = task(cast, "staff", date(2026, 11, 2))
    with recorded(by=None):
        cause = rows.delay_cause(assignment=row)
        type(cause).objects.filter(pk=cause.pk).update(state="confirmed", settled_on=ON, settled_by=cast.officer)
        Assignment.objects.filter(pk=row.pk).update(objective_cause=cause.text)
    total = selectors.total(selectors.by_class(seen(cast)))
    assert (total.counts["overdue"], total.counts["excused"], total.counts["confirmed"], total.worst) == (0, 1, 1, None)


@pytest.mark.django_db
def test_reach_is_kept_on_page_rows_file_and_api(cast: Cast) -> None:
    task(cast, "staff", date(2026, 11, 2))
    task(cast, "other_staff", date(2026, 11, 2))
    stranger, ours = cast.people["other_staff"].full_name, cast.people["staff"].full_name
    client = signed_in(cast.head)
    for address in (f"{URL}?period=2026-Q4&group=person", f"{URL}rows/?period=2026-Q4&count=assigned"):
        text = client.get(address).content.decode()
        assert ours in text and stranger not in text
    body = client.get("/api/v1/delays/?period=2026-Q4&group=person").json()
    assert (body["count"], body["total"]["counts"]["assigned"]) == (1, 1)
    code = cast.people["other_staff"].code
    assert client.get(f"{URL}rows/?period=2026-Q4&group=person&code={code}").context["page"].total == 0
    assert client.get(f"{URL}?period=2026-Q4&unit={cast.units['other'].code}").context["page"].total == 0
    assert signed_in(cast.staff).get("/api/v1/delays/?period=2026-Q4").json()["total"]["counts"]["assigned"] == 1
    assert client.get("/api/v1/delays/?period=2026-Q9").status_code == 422
    assert signed_in(cast.staff).get(f"{URL}export/").status_code == 403
    taken = client.get(f"{URL}export/?period=2026-Q4&count=overdue")
    assert taken.status_code == 200 and "2026-Q4" in taken["Content-Disposition"]


@pytest.mark.django_db
def test_page_costs_the_same_with_one_line_and_three(cast: Cast) -> None:
    client = signed_in(cast.officer)
    urls = (f"{URL}?period=2026-Q4&group=person", f"{URL}?period=2026-Q4", f"{URL}rows/?period=2026-Q4",
            "/api/v1/delays/?period=2026-Q4", f"{URL}?period=2026-Q4&unit={cast.units['committee'].code}")  # fmt: skip
    task(cast, "staff", date(2026, 11, 2))
    for url in urls:
        client.get(url)
    few = [_count(client, url) for url in urls]
    assert few[1] == few[4], "one unit costs what all of them cost"
    task(cast, "other_staff", date(2026, 11, 2), kind="urgent")
    task(cast, "clerk", date(2026, 11, 2), kind="major")
    assert [_count(client, url) for url in urls] == few


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
