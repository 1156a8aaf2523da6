"""A case follows the person who moves: the new unit handles it, the old one loses its reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from discipline.enums import IN_EFFECT, OPEN, CaseState
from discipline.models import Case
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import notify_many

if TYPE_CHECKING:
    from accounts.models import User
    from cadres.models import Person
    from organization.models import Unit

FOLLOWING = (*OPEN, CaseState.DECIDED, *IN_EFFECT)
"""A case that ended stays where it ended."""


def follow_person(person: Person, unit: Unit | None, on: date, by: User | None) -> None:
    """Carry every case about this person to the unit of the new main post; somebody who left keeps the last unit.

    Called by cadres inside the transaction of the move. Side effects: one event and one notice to its handlers a case.
    """
    if unit is None:
        return
    found = Case.objects.filter(subject=person, state__in=FOLLOWING).exclude(unit=unit)
    if not found.exists():  # a list of people moves thousands: nothing more is asked of those without a case
        return
    with recorded(by=by, source="app" if by is not None else "task"):
        for case in found.select_for_update(of=("self",)).order_by("id"):
            before = case.unit_id
            update_version(case, version=case.row_version, changes={"unit": unit})
            record_event(
                table="discipline_case",
                object_type="discipline.case",
                object_id=case.pk,
                name="case.followed_the_person",
                details={"from": before, "to": unit.pk, "on": on},
            )
            notify_many(
                user_ids=case.handler_ids,
                kind="case.followed",
                dedupe=f"case:{case.pk}:followed:{case.row_version}",
                title=gettext_noop("Case %(code)s follows the person to another unit"),
                body=gettext_noop("The new unit handles it from now on; hand over the whole file."),
                params={"code": case.code},
                url=f"/discipline/cases/{case.code}/",
                by=by,
            )
