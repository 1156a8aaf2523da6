"""Absences of a month across units: who is away, for how many working days, what waits for a confirmation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from cadres.models import Absence
from cadres.rules.names import search_key
from foundation.access import allows, visible_to
from organization.models import Unit
from organization.rules.calendar import working_days_in
from organization.selectors.calendar import working_calendar

STATES = ("open", "confirmed", "cancelled")


@dataclass(frozen=True, slots=True)
class AbsencesWanted:
    """`state` is "" (all that were not cancelled) or one of STATES."""

    month: date
    unit: Unit | None = None
    nothing: bool = False
    kind: str = ""
    state: str = ""
    text: str = ""

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def before(self) -> date:
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.month + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One row: working days of the month it takes, and what the reader may do."""

    absence: Absence
    days: str
    may_confirm: bool


def absences_of_month(user: Any, wanted: AbsencesWanted) -> QuerySet[Absence]:
    """Those in the reader's reach with a day in the month, by first day and name."""
    rows = visible_to(user, Absence.objects.filter(starts_on__lte=wanted.last, ends_on__gte=wanted.month))
    if wanted.nothing:
        return rows.none()
    if wanted.unit is not None:
        rows = rows.filter(person__unit__path__startswith=wanted.unit.path)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if key := search_key(wanted.text):
        rows = rows.filter(person__search_key__contains=key)
    rows = rows.filter(cancelled=wanted.state == "cancelled")
    if wanted.state in ("open", "confirmed"):
        rows = rows.filter(confirmed=wanted.state == "confirmed")
    return rows.select_related("person__unit__parent").order_by("starts_on", "person__sort_key", "id")


def lines(user: Any, rows: Iterable[Absence], wanted: AbsencesWanted) -> list[AbsenceLine]:
    """The rows of one page; the working calendar is read once."""
    calendar = working_calendar()
    found = []
    for row in rows:
        days = len(working_days_in(max(row.starts_on, wanted.month), min(row.ends_on, wanted.last), calendar))
        shown = "0,5" if row.half_day and days else str(days)
        may = not row.cancelled and not row.confirmed and allows(user, "absence.confirm", row)
        found.append(AbsenceLine(row, shown, may))
    return found
