"""An open case defers the rotation of the person, its end lets it go on: cadres is told in the same transaction."""

from datetime import date

from accounts.models import User
from cadres.services.rotation_reliefs import hold, release
from discipline.models import Case
from discipline.selectors.holds import hold_of, origin_of


def follow_rotation(case: Case, *, on: date, by: User | None) -> None:
    """Defer or release what the state of the case asks for; safe to repeat."""
    found = hold_of(case)
    if found is not None:
        hold(hold=found, on=on, by=by)
    else:
        release(origin=origin_of(case), on=on, by=by)
