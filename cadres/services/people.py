"""Adding people to the registry and correcting what it says of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import PartyMembership, Person
from cadres.rules.names import search_key, sort_key, tidy_name
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, StaleVersion

EDITABLE = (
    "full_name",
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
DERIVED = ("sort_key", "search_key")
_CONSTRAINTS = {
    "person_code_unique": ("code", "code_taken"),
    "person_national_id_unique": ("national_id", "national_id_taken"),
    "person_national_id_12_digits": ("national_id", "national_id_form"),
    "person_joined_after_birth": ("joined_on", "joined_before_birth"),
}


def create_person(
    *,
    code: str,
    full_name: str,
    employment_kind: str,
    by: User | None,
    party_admitted_on: date | None = None,
    **fields: Any,
) -> Person:
    """Add one person without a post.

    Args:
        fields: any of EDITABLE.

    Raises:
        InvalidInput: a value is missing, malformed or held by somebody else.
    """
    values = _cleaned({"full_name": full_name, "employment_kind": employment_kind, **fields})
    code = code.strip().upper()
    if not code:
        raise InvalidInput(_("Give the person's code."), field="code", code="code_missing")
    with _explained(), recorded(by=by):
        person = Person.objects.create(code=code, **values)
        if party_admitted_on is not None:
            PartyMembership.objects.create(person=person, admitted_on=party_admitted_on)
        return person


def edit_person(*, person: Person, version: int | None, changes: Mapping[str, Any], by: User) -> Person:
    """Correct the profile; `changes` holds any of EDITABLE.

    Raises:
        InvalidInput: a value is missing, malformed or held by somebody else.
        StaleVersion: somebody saved first; VersionMissing: no version was given.
    """
    values = _cleaned(changes, joined_on=person.joined_on, birth_date=person.birth_date)
    try:
        with _explained(), recorded(by=by):
            return update_version(person, version=version, changes=values)
    except StaleVersion as stale:
        for side in ("current", "yours"):
            for name in DERIVED:
                stale.details[side].pop(name, None)
        stale.details["current"].pop("national_id", None)  # a protected field is shown by nothing but its own page
        raise


def _cleaned(changes: Mapping[str, Any], **known: date | None) -> dict[str, Any]:
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field cannot be edited here."), field=sorted(unknown)[0], code="field_unknown")
    values = dict(changes)
    if "full_name" in values:
        name = tidy_name(str(values["full_name"] or ""))
        if not name:
            raise InvalidInput(_("Give the full name."), field="full_name", code="name_missing")
        values |= {"full_name": name, "sort_key": sort_key(name), "search_key": search_key(name)}
    if "national_id" in values:
        values["national_id"] = _national_id(values["national_id"])
    born = values.get("birth_date", known.get("birth_date"))
    joined = values.get("joined_on", known.get("joined_on"))
    if born and joined and joined <= born:
        raise _invalid("joined_before_birth", "joined_on")
    return values


def _national_id(text: str | None) -> str | None:
    digits = "".join((text or "").split())
    if not digits:
        return None
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        raise _invalid("national_id_form", "national_id")
    return digits


def _invalid(code: str, field: str) -> InvalidInput:
    texts = {
        "code_taken": _("Another person has this code."),
        "national_id_taken": _("Another person has this personal number."),
        "national_id_form": _("A personal number has 12 digits."),
        "joined_before_birth": _("Work cannot begin before birth."),
    }
    return InvalidInput(texts[code], field=field, code=code)


class _explained:
    """Turns a broken constraint into a sentence about the field it concerns."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, IntegrityError):
            for constraint, (field, code) in _CONSTRAINTS.items():
                if constraint in str(error):
                    raise _invalid(code, field) from error
