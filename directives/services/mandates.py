"""With which class and by whose power a task is given: own authority, or a named delegation."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from directives.enums import AssignmentKind, Authority
from directives.models import Assignment
from foundation.workflow.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Mandate:
    """The class of a task and the authority it is decided by; the names are the columns of Assignment."""

    kind: str = AssignmentKind.REGULAR
    authority: str = Authority.OWN
    delegation_number: str = ""
    delegation_on: date | None = None
    delegation_from: str = ""
    delegation_until: date | None = None

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in MANDATE_FIELDS}


MANDATE_FIELDS = tuple(one.name for one in fields(Mandate))
REGULAR = Mandate()


def mandate_from(data: dict[str, Any]) -> Mandate:
    """Takes the fields of a mandate out of the values of a form or a call."""
    taken = {name: data.pop(name) for name in MANDATE_FIELDS if name in data}
    return Mandate(**{name: value for name, value in taken.items() if value is not None})


def mandate_of(assignment: Assignment, changes: dict[str, Any] | None = None) -> Mandate:
    """The mandate of a task, as it would be after `changes`."""
    return Mandate(**{name: (changes or {}).get(name, getattr(assignment, name)) for name in MANDATE_FIELDS})


def check_mandate(mandate: Mandate, *, assigned_on: date) -> None:
    """Refuse a class or authority that is none, and a delegated power without its paper.

    Raises:
        InvalidInput: an unknown class or authority; a delegation without number, day or giver; one that begins after
            the task was given or had ended by then; a delegation named beside own authority.
    """
    if mandate.kind not in AssignmentKind.values:
        raise InvalidInput(_("Choose the class of the task."), field="kind", code="kind_unknown")
    if mandate.authority not in Authority.values:
        raise InvalidInput(_("Choose own or delegated authority."), field="authority", code="authority_unknown")
    if mandate.authority == Authority.OWN:
        for name in MANDATE_FIELDS[2:]:
            if getattr(mandate, name):
                raise InvalidInput(
                    _("A delegation is named only where the authority is delegated."),
                    field=name,
                    code="delegation_not_used",
                )
        return
    for name in ("delegation_number", "delegation_on", "delegation_from"):
        if not getattr(mandate, name):
            raise InvalidInput(
                _("Delegated authority needs its document: number, date and who delegated."),
                field=name,
                code="delegation_missing",
            )
    assert mandate.delegation_on is not None
    if mandate.delegation_on > assigned_on:
        raise InvalidInput(
            _("The delegation is later than the day the task is given."),
            field="delegation_on",
            code="delegation_too_late",
        )
    if mandate.delegation_until is not None and mandate.delegation_until < assigned_on:
        raise InvalidInput(
            _("The delegation had ended before the day the task is given."),
            field="delegation_until",
            code="delegation_ended",
        )
