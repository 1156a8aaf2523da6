"""What one reader sees of one person: fields in full, in part or not at all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.models import Person
from foundation.access import field_rights

PLAIN = (
    "full_name",
    "code",
    "sex",
    "birth_date",
    "national_id",
    "employment_kind",
    "rank_code",
    "joined_on",
    "education",
    "political_level",
    "email",
    "note",
)


@dataclass(frozen=True)
class Shown:
    """Value as this reader may see it; `masked` says that it is only a part."""

    value: Any
    masked: bool = False


def masked_value(name: str, value: Any) -> Any:
    """Last three digits of a number, the year of a date."""
    if value in (None, ""):
        return value
    if name == "birth_date" and isinstance(value, date):
        return str(value.year)
    text = str(value)
    return "•" * max(0, len(text) - 3) + text[-3:]


def profile_of(user: Any, person: Person) -> dict[str, Shown]:
    """Every field of the profile this reader may see, by name; what may not be seen has no key."""
    rights = field_rights(user, person)
    shown: dict[str, Shown] = {}
    for name in PLAIN:
        if name in rights.readable:
            shown[name] = Shown(getattr(person, name))
        elif name in rights.masked:
            shown[name] = Shown(masked_value(name, getattr(person, name)), masked=True)
    if "party_membership" in rights.readable:
        membership = getattr(person, "party_membership", None)
        shown["party_since"] = Shown(membership.admitted_on if membership else None)
    return shown
