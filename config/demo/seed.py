"""The demo scenario from an empty database to a running month; run twice it changes nothing more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import yaml
from django.db import connection

from cadres.models import Person as PersonRow
from cadres.services.rotation_rules import load_rotation_rules
from config.demo import (
    accounts,
    alerts,
    cases,
    corrections,
    family,
    figures,
    inspection_stages,
    inspections,
    months,
    offices,
    promises,
    proofs,
    registry,
    reorganisation,
    rotation,
    running,
    second_factors,
    tasks,
    visits,
)
from config.demo.people import make_people
from config.demo.plan import FULL_ACCOUNT_UNITS
from config.env import BASE_DIR
from directives.services.catalogue_loading import load_catalogues
from directives.services.extension_limits import load_limits
from directives.services.measures import load_measures
from directives.services.signals import load_rules as load_signal_rules
from discipline.services.rule_loading import load_rules
from evaluations.rules.timetable import first_of_month
from evaluations.services.frameworks import load_frameworks
from foundation.notifications.policies import load_policies
from organization.models import Unit
from organization.rules.calendar import add_working_days
from organization.rules.holidays import read_holidays
from organization.selectors.calendar import working_calendar
from organization.services.calendar import load_holidays

HOLIDAYS = Path(BASE_DIR) / "organization" / "data" / "holidays.yaml"
CLOSED_MONTHS = 13
MONTHS_WITH_TASKS = 3
DETAILED_MONTHS = 3
DAYS_SINCE_LATE = 2
"""One ward published its last month only so many working days ago, so that its people may still object."""
EARLY_DAY = 20
"""Before this day of a month the month before is still the one at work."""


def running_period(today: date) -> date:
    """The month whose evaluation is under way: self-assessment begins near its end."""
    now = first_of_month(today)
    return now if today.day >= EARLY_DAY else before(now)


def before(period: date) -> date:
    return date(period.year - (period.month == 1), (period.month - 2) % 12 + 1, 1)


def closed_periods(period: date, count: int = CLOSED_MONTHS) -> list[date]:
    """The months before `period`, oldest first."""
    found: list[date] = []
    for _number in range(count):
        period = before(period)
        found.insert(0, period)
    return found


def seed_demo(
    *, today: date, seed: int, say: Callable[[str], object], writers: int = 2, closed_months: int = CLOSED_MONTHS
) -> None:
    """Everything of the demo; steps that are done already are passed over.

    Args:
        writers: how many months are written at once, each over a connection of its own; 1 stays on this connection.
    """
    people = make_people(seed)
    say("units, holidays, frameworks")
    load_holidays(rows=read_holidays(yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8"))), by=None)
    registry.load_city()
    load_frameworks()
    load_catalogues()
    load_measures()
    load_limits()
    load_rules()
    load_signal_rules()
    load_rotation_rules()
    load_policies()
    say("people, posts, accounts")
    registry.write_people(people)
    registry.write_absences(people, until=today, seed=seed)
    family.write_family(people, today=today, seed=seed)
    accounts.write_accounts(people)
    second_factors.write_second_factors()
    accounts.waiting_grant(on=today)
    calendar = working_calendar()
    keys = dict(PersonRow.objects.filter(code__in=[one.code for one in people]).values_list("code", "id"))
    ability = {keys[one.code]: one.ability for one in people}
    joined = {keys[one.code]: one.since for one in people}
    period = running_period(today)
    closed = closed_periods(period, closed_months)
    ward = Unit.objects.get(code=FULL_ACCOUNT_UNITS[0]).pk

    def work() -> None:
        say("assignments")
        with_tasks = [*closed[-(MONTHS_WITH_TASKS - 1) :], period]
        tasks.write_assignments(people, months=with_tasks, today=today, calendar=calendar, seed=seed)
        proofs.to_tasks()
        measured = list(Unit.objects.filter(pk__in=PersonRow.objects.values("unit__parent")).order_by("path"))
        promises.write_undertakings(people, today=today)
        offices.write_offices(people, today=today)
        figures.write_figures(measured, months=closed, seed=seed, example=measured[0] if measured else None)

    def close(month: date) -> None:
        late = {ward: add_working_days(today, -DAYS_SINCE_LATE, calendar)} if month == closed[-1] else {}
        try:
            made = months.close_month(
                period=month, calendar=calendar, ability=ability, joined=joined, seed=seed, published_late=late,
                detailed=month in closed[-DETAILED_MONTHS:],
            )  # fmt: skip
        finally:
            if writers > 1:
                connection.close()  # this thread's own

        if made:
            say(f"month {month:%m/%Y}")

    if writers > 1:
        with ThreadPoolExecutor(writers) as pool:
            sheets = pool.map(close, closed)
            work()  # on this connection meanwhile: closed sheets do not look at it
            list(sheets)
    else:
        work()
        for month in closed:
            close(month)
    say(f"running month {period:%m/%Y}")
    running.open_running_month(period=period, today=today, ability=ability, seed=seed)
    running.object_once(period=closed[-1], today=today)
    reorganisation.prepare_merger(today=today)
    corrections.correct_twice(
        executed_in=closed[-2] if len(closed) > 1 else closed[-1], waiting_in=closed[-1], today=today
    )
    say("rotation")
    rotation.write_rotation(today=today)
    say("cases of discipline")
    cases.write_cases(today=today, calendar=calendar)
    inspections.write_inspections(today=today, say=say)
    inspection_stages.write_stages(today=today, calendar=calendar, say=say)
    visits.write_visits(today=today, say=say)
    say("alerts")
    alerts.raise_alerts(today=today)
