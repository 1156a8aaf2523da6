"""Loading the table of public holidays and make-up days: twice the same table changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.audit.context import Actor
from foundation.audit.record import recorded
from organization.models import Holiday
from organization.rules.holidays import HolidayRow


@dataclass(frozen=True, slots=True)
class HolidaysLoaded:
    """What a table did; rows = created + updated + unchanged."""

    rows: int
    created: int
    updated: int
    unchanged: int


def load_holidays(*, rows: Iterable[HolidayRow], by: Actor | None, source: str = "command") -> HolidaysLoaded:
    """Bring the stored days to what the rows say; a day that the table no longer names is left as it is."""
    listed = list(rows)
    with recorded(by=by, source=source):
        stored = {day.date: day for day in Holiday.objects.select_for_update()}
        new = [row for row in listed if row.day not in stored]
        Holiday.objects.bulk_create(Holiday(date=row.day, **_values(row)) for row in new)
        updated = 0
        for row in listed:
            day = stored.get(row.day)
            if day is None:
                continue
            different = {name: value for name, value in _values(row).items() if getattr(day, name) != value}
            if different:
                Holiday.objects.filter(pk=day.pk).update(**different)
                updated += 1
    return HolidaysLoaded(
        rows=len(listed), created=len(new), updated=updated, unchanged=len(listed) - len(new) - updated
    )


def _values(row: HolidayRow) -> dict[str, Any]:
    return {"name": row.name_vi, "is_workday": row.is_workday, "verified": row.verified, "source": row.source[:300]}
