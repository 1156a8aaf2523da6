"""Figures of the demo's units for twelve months, and two years of satisfaction as published in 2024 elsewhere."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from directives.enums import MeasureSource, MeasureSpan
from directives.models import MeasureKind, MeasureValue
from foundation.audit.record import recorded
from organization.models import Unit

PUBLISHED = {2022: Decimal("89.95"), 2023: Decimal("81.28")}
"""Satisfaction with departments as a neighbouring province published it; an example of two years side by side."""
RANGES = {
    "satisfaction_people": (82, 97), "satisfaction_organisations": (84, 98), "satisfaction_businesses": (78, 96),
    "procedures_on_time": (220, 900), "procedures_overdue": (0, 14), "dialogues_held": (0, 3),
    "citizens_received": (20, 160), "petitions_settled": (3, 40), "hot_spots_open": (0, 3), "hot_spots_closed": (0, 2),
}  # fmt: skip


def write_figures(units: Sequence[Unit], *, months: Sequence[date], seed: int, example: Unit | None = None) -> None:
    """Figures of these months; nothing happens when there are any."""
    if MeasureValue.objects.exists():
        return
    chance = Random(seed + 9)  # noqa: S311  invented data, no secret
    kinds = {kind.code: kind for kind in MeasureKind.objects.all()}
    made = [
        MeasureValue(unit=unit, kind=kinds[code], period=month, value=_value(chance, code, *bounds))
        for month in months
        for unit in units
        for code, bounds in RANGES.items()
        if unit.valid_from is None or unit.valid_from <= month
    ]
    if example is not None:
        made += [
            MeasureValue(
                unit=example,
                kind=kinds["satisfaction_people"],
                span=MeasureSpan.YEAR,
                period=date(year, 1, 1),
                value=value,
                source=MeasureSource.IMPORTED,
                note="Số công bố của một tỉnh khác, dùng làm ví dụ so sánh theo năm",
            )
            for year, value in PUBLISHED.items()
        ]
    with recorded(by=None, source="command"):
        MeasureValue.objects.bulk_create(made, batch_size=1000)


def _value(chance: Random, code: str, least: int, most: int) -> Decimal:
    if code.startswith("satisfaction"):
        return Decimal(chance.randrange(least * 100, most * 100)) / 100
    return Decimal(chance.randint(least, most))
