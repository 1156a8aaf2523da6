"""Cases and open replacements follow the person who moves; cases let go of whoever turns out to be a relative."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from discipline.enums import UNDER_WAY as FOLLOWING
from discipline.models import Case, Replacement
from discipline.services.naming import bar_relatives
from discipline.services.replacements import OPEN as UNDER_WAY
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import notify_many

if TYPE_CHECKING:
    from accounts.models import User
    from cadres.models import Person
    from organization.models import Unit


def follow_person(person: Person, unit: Unit | None, on: date, by: User | None) -> None:
    """Carry what is under way about this person to the unit of the new main post; who left keeps the last unit.

    Called by cadres inside the transaction of the move. Side effects: one event each, and one notice to the handlers
    of a case.
    """
    if unit is not None:
        _carry_cases(person, unit, on, by)
        _carry_replacements(person, unit, on, by)


def follow_tie(person: Person, relative: Person, on: date, by: User | None) -> None:
    """Keep a relative out of what is under way about either of the two from the day it is declared.

    Called by cadres inside the transaction of the declaration. Who is named or barred by it is so by the system: the
    one who declares a relative learns of no case.
    """
    found = Case.objects.filter(answering__in=(person, relative), state__in=FOLLOWING)
    if not found.exists():
        return
    with recorded(by=by, source="app" if by is not None else "task"):
        for case in found.select_for_update(of=("self",)).select_related("unit").order_by("id"):
            bar_relatives(case, on=on, by=None)


def _carry_cases(person: Person, unit: Unit, on: date, by: User | None) -> None:
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


def _carry_replacements(person: Person, unit: Unit, on: date, by: User | None) -> None:
    """Open ones: whoever heads the person from now on reads and proposes; what was decided stays where it was."""
    found = Replacement.objects.filter(person=person, state__in=UNDER_WAY).exclude(unit=unit)
    if not found.exists():
        return
    with recorded(by=by, source="app" if by is not None else "task"):
        for row in found.select_for_update(of=("self",)).order_by("id"):
            before = row.unit_id
            update_version(row, version=row.row_version, changes={"unit": unit})
            record_event(
                table="discipline_replacement",
                object_type="discipline.replacement",
                object_id=row.pk,
                name="replacement.followed_the_person",
                details={"from": before, "to": unit.pk, "on": on},
            )
