"""Assignments of the demo: about three a person for each of the last months, most of them done in time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from accounts.selectors.people import accounts_of_people
from cadres import models as cadres
from cadres.enums import PositionKind
from config.demo import stories, words
from config.demo.bulk import update_each
from config.demo.people import Person
from directives.enums import AssignmentState
from directives.models import Assignment
from directives.services.codes import code_of
from evaluations.rules.timetable import last_day
from foundation.audit.record import recorded
from organization.rules.calendar import WorkingCalendar, add_working_days, shift

BATCH = 1000


def write_assignments(
    people: Sequence[Person], *, months: Sequence[date], today: date, calendar: WorkingCalendar, seed: int
) -> None:
    """Tasks of these months in order of their day; nothing happens when there are any."""
    if Assignment.objects.exists():
        return
    rows = {
        row.code: row
        for row in cadres.Person.objects.filter(code__in=[one.code for one in people]).select_related("unit")
    }
    givers = _givers(people, rows)
    chance = Random(seed + 2)  # noqa: S311  invented data, no secret
    drafts: list[tuple[Assignment, date | None, str]] = []
    for period in months:
        for one in people:
            if one.since > period or one.unit in ("TU", "UBND"):
                continue
            for _number in range(chance.choice((2, 3, 3, 4))):
                drafts.append(_draft(one, rows[one.code], period, today, calendar, chance))
    drafts.sort(key=lambda item: (item[0].assigned_on, item[0].person_id))
    counted: dict[int, int] = {}
    classes = Random(seed + 20)  # noqa: S311  invented data, no secret
    for row, _done, _cause in drafts:
        stories.classed(row, classes)
        year = row.assigned_on.year
        counted[year] = counted.get(year, 0) + 1
        row.code = code_of(year, counted[year])
        row.given_by_id = givers.get(row.person_id)
    with recorded(by=None, source="command"):
        made = Assignment.objects.bulk_create([row for row, _done, _cause in drafts], batch_size=BATCH)
        done = [(row.pk, day) for row, (_row, day, _cause) in zip(made, drafts, strict=True) if day is not None]
        own = {person: user.pk for person, user in accounts_of_people({row.person_id for row in made}).items()}
        stories.Stories(today=today, calendar=calendar, seed=seed, person_accounts=own).write(
            made, dict(done), {row.pk: cause for row, (_row, _day, cause) in zip(made, drafts, strict=True) if cause}
        )
        update_each(
            Assignment._meta.db_table, [pk for pk, _day in done],
            {
                "done_on": ("date", [day for _pk, day in done]),
                "result_note": ("text", ["Đã gửi sản phẩm qua hệ thống quản lý văn bản." for _item in done]),
            },
            {"state": AssignmentState.DONE},
        )  # fmt: skip


def _draft(
    one: Person, row: cadres.Person, period: date, today: date, calendar: WorkingCalendar, chance: Random
) -> tuple[Assignment, date | None, str]:
    """One task, the day it was done, if it is done by now, and the objective cause of its delay, if it has one."""
    title, product = chance.choice(words.TASKS["lead" if one.kind == PositionKind.UNIT_HEAD else one.tasks])
    given = shift(min(period + timedelta(days=chance.randint(0, 18)), last_day(period)), "next", calendar)
    due = add_working_days(given, chance.randint(3, 14), calendar)
    late = chance.random() < 0.04 + 0.22 * (1 - one.ability)
    done = add_working_days(due, chance.randint(1, 8) if late else -chance.randint(0, 3), calendar)
    done = max(done, given)
    never = chance.random() < 0.01
    excused = late and chance.random() < 0.15
    responsibility = chance.choice(words.RESPONSIBILITY)
    cause = chance.choice(words.LATE_GROUNDS) if excused else ""
    assignment = Assignment(
        person=row, unit=row.unit, title=title, product=product,
        responsibility=responsibility, assigned_on=given, due_on=due,
        recorded_by_self=chance.random() < 0.06,
    )  # fmt: skip
    return assignment, done if done <= today and not never else None, cause if done <= today else ""


def _givers(people: Sequence[Person], rows: Mapping[str, cadres.Person]) -> dict[int, int]:
    """Account of who gives tasks to each person: the head of the division, else of the unit."""
    heads = {(one.unit, one.division): one.code for one in people if one.kind.endswith("_head")}
    users = accounts_of_people([rows[code].pk for code in heads.values()])
    found: dict[int, int] = {}
    for one in people:
        code = heads.get((one.unit, one.division)) or heads.get((one.unit, ""))
        if code == one.code:
            code = heads.get((one.unit, ""))
        if code and code != one.code and rows[code].pk in users:
            found[rows[one.code].pk] = users[rows[code].pk].pk
    return found
