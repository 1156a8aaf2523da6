"""Bars on a higher post and on planning, for those who may read them of a person."""

from datetime import date
from typing import Any

from cadres.bars import Bar, bars_on
from cadres.models import Person
from foundation.access import allows


def bars_shown(user: Any, person: Person, *, on: date) -> list[Bar]:
    """What bars this person on a day, what holds longest first; nothing for who may not read it."""
    return bars_on(person.pk, on) if allows(user, "person.bars", person) else []
