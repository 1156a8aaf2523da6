"""What a published month says of a unit, written for the draw by the room that grades."""

from datetime import date

from accounts.models import User
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from inspections.models import UnitSignal
from organization.models import Unit

__all__ = ["write_unit_signal"]


def write_unit_signal(
    *, unit: Unit, period: date, graded: int, highest: int, late_work: int, by: Actor | User | None, source: str = "app"
) -> UnitSignal:
    """Write down once for a unit and month how many were graded, how many highest, and how much work was late."""
    with recorded(by=by, source=source):
        counts = {"graded": graded, "highest": highest, "late_work": late_work}
        return UnitSignal.objects.get_or_create(unit=unit, period=period, defaults=counts)[0]
