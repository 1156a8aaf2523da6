"""Telling people of a visit that has begun, by its number only: a message holds no finding and no name."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.selectors.above import officers
from accounts.selectors.people import accounts_of_people
from cadres.selectors.postings import head_of
from foundation.notifications.notify import notify_many
from foundation.notifications.wording import as_date
from inspections.enums import HIDDEN
from inspections.models import Inspection
from inspections.selectors.conflicts import conflicts_with
from organization.models import Unit

KIND = "inspection"
TITLES = {
    "notice": gettext_noop("Notice of conclusions of inspection %(code)s was issued"),
    "returned": gettext_noop("A report on inspection %(code)s was returned"),
    "due": gettext_noop("A remedy of inspection %(code)s is due"),
    "overdue": gettext_noop("A remedy of inspection %(code)s is overdue"),
    "reopened": gettext_noop("A remedy of inspection %(code)s did not hold and runs again"),
    "extension": gettext_noop("An extension in inspection %(code)s was answered"),
    "reported": gettext_noop("A remedy of inspection %(code)s was reported"),
    "fact": gettext_noop("A finding of inspection %(code)s waits for your word on somebody's month"),
}


class Heads:
    """Accounts of the heads of units on a day; a job that tells many asks for each unit once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._found: dict[int, list[int]] = {}

    def of(self, unit: Unit) -> list[int]:
        if unit.pk not in self._found:
            head = head_of(unit, self.today)
            accounts = accounts_of_people([head.pk]).values() if head is not None else ()
            self._found[unit.pk] = [user.pk for user in accounts]
        return self._found[unit.pk]


def tell_unit(
    inspection: Inspection, *, occasion: str, heads: Heads, on: date | None = None, by: User | None = None,
    key: str = "",
) -> None:  # fmt: skip
    """The head of the unit inspected."""
    _tell(heads.of(inspection.unit), inspection, occasion=occasion, on=on, by=by, key=key)


def tell_superior(
    inspection: Inspection, *, occasion: str, heads: Heads, on: date | None = None, key: str = ""
) -> None:
    """The head of the nearest unit above that has one."""
    unit = inspection.unit.parent
    while unit is not None and not (found := heads.of(unit)):
        unit = unit.parent
    if unit is not None:
        _tell(found, inspection, occasion=occasion, on=on, by=None, key=key)


def tell_team(inspection: Inspection, *, occasion: str, today: date, by: User | None = None, key: str = "") -> None:
    """Whoever is called to the inspection; after the last day of the team the officers, who follow up then."""
    over = inspection.team.valid_to < today
    users = sorted(_free_of_ties(inspection, officers(today), today)) if over else list(inspection.member_ids)
    _tell(users, inspection, occasion=occasion, on=None, by=by, key=key)


def _free_of_ties(inspection: Inspection, users: Iterable[int], on: date) -> set[int]:
    """Those who may follow up: nobody who was kept out of the inspection, nobody with a tie to its unit."""
    people = dict(User.objects.filter(pk__in=users).values_list("pk", "person_id"))
    tied = conflicts_with(inspection.unit, filter(None, people.values()), on=on, months=inspection.team.cooling_months)
    kept_out = {*tied, *inspection.barred_ids}
    return {user for user in users if people.get(user) not in kept_out}


def alert_key(inspection: Inspection, occasion: str, key: str = "") -> str:
    return f"inspection:{inspection.pk}:{occasion}{':' + key if key else ''}"


def _tell(users: list[int], row: Inspection, *, occasion: str, on: date | None, by: User | None, key: str) -> None:
    if row.state in HIDDEN:
        raise AssertionError("nobody is told of what has not begun")
    notify_many(
        user_ids=users,
        kind=KIND,
        dedupe=alert_key(row, occasion, key),
        title=TITLES[occasion],
        body=gettext_noop("Until %(day)s.") if on else "",
        params={"code": row.code, "day": as_date(on) if on else ""},
        url=f"/inspections/{row.public_id}/",
        by=by,
        code=row.code or "",
        due_on=on,
    )
