"""Adding a person together with the first post."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person, Position
from cadres.selectors.units import units_to_place
from cadres.services.people import create_person
from cadres.services.postings import appoint
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused
from organization.models import Unit


def register_person(
    *,
    code: str,
    profile: Mapping[str, Any],
    unit: Unit,
    position: Position,
    valid_from: date,
    by: User,
    decision_number: str = "",
) -> Person:
    """Add somebody to a unit within reach, with the main post held since a day.

    Raises:
        InvalidInput / Refused: as create_person and appoint; a unit outside the reach of `by`.
    """
    if not units_to_place(by, "person.create").filter(pk=unit.pk).exists():
        raise Refused(_("This unit lies outside your reach."), field="unit", code="outside_reach")
    with recorded(by=by):
        person = create_person(code=code, by=by, **profile)
        appoint(
            person=person,
            unit=unit,
            position=position,
            valid_from=valid_from,
            decision_number=decision_number,
            by=by,
        )
        person.refresh_from_db()
        return person
