"""Bars on a higher post and on planning, for those who may read them of a person."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cadres.bars import Bar, bars_on
from cadres.models import Person
from foundation.access import allows
from foundation.access.identity import identity_of


def bars_shown(user: Any, person: Person, *, on: date) -> list[Bar]:
    """What bars this person on a day, what holds longest first; nothing for who may not read it.

    Who is kept out of the matter behind a bar reads its last day and its ground, not what was decided.
    """
    if not allows(user, "person.bars", person):
        return []
    reader = identity_of(user).person_id
    return [
        bar
        if reader == person.pk or reader not in bar.kept_out
        else replace(bar, reason=_("A measure that is closed to you"))
        for bar in bars_on(person.pk, on)
    ]
