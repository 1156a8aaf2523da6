"""What every deadline must keep to: it lies after the day of giving, on a working day, while the person serves."""

from datetime import date

from django.utils.translation import gettext as _

from cadres.models import Person
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Holiday, Unit
from organization.rules.calendar import WorkingCalendar, is_working_day, shift
from organization.rules.validity import in_force_on
from organization.selectors.calendar import working_calendar


def check_deadline(*, person: Person, assigned_on: date, due_on: date) -> None:
    """Refuse a deadline before the day of giving, or one the person does not see in service.

    Raises:
        InvalidInput: the deadline lies before the day the task is given.
        Refused: the person has left, or leaves before the deadline.
    """
    if due_on < assigned_on:
        raise InvalidInput(
            _("The deadline lies before the day the task is given."), field="due_on", code="due_before_given"
        )
    left = person.left_on
    if left is not None and left <= due_on:
        said = (
            _("%(name)s left on %(day)s; a task is given only to somebody who serves.")
            if left <= assigned_on
            else _("%(name)s leaves on %(day)s, before the deadline.")
        )
        raise Refused(said % {"name": person, "day": f"{left:%d/%m/%Y}"}, code="person_left", field="person")


def check_unit(unit: Unit, *, on: date, field: str) -> None:
    """Refuse a unit that does not exist on that day."""
    if in_force_on(unit.valid_from, unit.valid_to, on):
        return
    if unit.valid_to is not None and unit.valid_to < on:
        said = _("%(unit)s was dissolved after %(day)s; nothing is given or passed on to it.")
        raise Refused(
            said % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"}, code="unit_dissolved", field=field
        )
    raise Refused(
        _("%(unit)s does not exist yet on %(day)s.") % {"unit": unit.name, "day": f"{on:%d/%m/%Y}"},
        code="unit_not_there",
        field=field,
    )


def check_day_worked(
    due_on: date, *, confirmed: bool, field: str = "due_on", calendar: WorkingCalendar | None = None
) -> None:
    """Refuse a deadline on a day off unless somebody confirms that it is meant; the next working day is proposed.

    Raises:
        InvalidInput: code `day_off`; `details["next"]` is the working day proposed.
    """
    days = working_calendar() if calendar is None else calendar
    if confirmed or is_working_day(due_on, days):
        return
    following = shift(due_on, "next", days)
    named = Holiday.objects.filter(date=due_on, is_workday=False).first()
    said = _(
        "%(day)s is a day off (%(name)s). The next working day is %(next)s: take it, or confirm that this day is meant."
    )
    words = {
        "day": f"{due_on:%d/%m/%Y}",
        "name": named.name if named is not None else _("weekend"),
        "next": f"{following:%d/%m/%Y}",
    }
    raise InvalidInput(said % words, field=field, code="day_off", details={"next": following.isoformat()})
