"""Who may open a page of the month, and which rows they then see; every view begins here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from evaluations.models import Evaluation
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages.places import Place, place, sheet, sheets_seen
from foundation.access import require


class SignedIn(HttpRequest):
    """A request behind login_required: its user is an account."""

    user: User


@dataclass(frozen=True, slots=True)
class Opened:
    """A unit's month in the reader's reach."""

    where: Place
    spec: FrameworkSpec
    sheets: list[Evaluation]


def open_grid(user: Any, period: date, code: str) -> Opened:
    """The unit's month with the sheets this user may see; outside the reach there is no such page."""
    require(user, "evaluation.read")
    where = place(period, code)
    return Opened(where, spec_of(where.cycle.framework), sheets_seen(user, where))


def open_sheet(user: Any, period: date, code: str, key: str, action: str) -> tuple[Place, FrameworkSpec, Evaluation]:
    """One sheet on which the user wants to do `action`."""
    where = place(period, code)
    found = sheet(user, where, key)
    require(user, action, found)
    return where, spec_of(where.cycle.framework), found


def open_month(user: Any, period: date, code: str, action: str) -> tuple[Place, FrameworkSpec]:
    """A whole unit's month on which the user wants to do `action`."""
    where = place(period, code)
    require(user, "unit_cycle.read", where.unit_cycle)
    require(user, action, where.unit_cycle)
    return where, spec_of(where.cycle.framework)
