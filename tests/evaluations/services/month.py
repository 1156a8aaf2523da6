"""A month of the cast, and the steps of it in one call each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.frameworks import spec_of
from evaluations.services import scoring, self_assessment
from evaluations.services.opening import open_cycle
from tests.cast import Cast, build_cast
from tests.worlds import world_of, worlds

FEBRUARY = date(2026, 2, 1)
OPENED_ON = date(2026, 2, 2)
IN_TIME = date(2026, 2, 26)


@dataclass
class Month:
    """The cast with an open February of 2026."""

    cast: Cast
    cycle: Cycle

    def sheet(self, key: str) -> Evaluation:
        return Evaluation.objects.get(cycle=self.cycle, person=self.cast.people[key])

    def unit_sheet(self, key: str) -> Evaluation:
        return Evaluation.objects.get(cycle=self.cycle, unit=self.cast.units[key], person__isnull=True)

    def unit(self, key: str) -> UnitCycle:
        return UnitCycle.objects.get(cycle=self.cycle, unit=self.cast.units[key])

    def user(self, key: str) -> User:
        return User.objects.get(pk=self.cast.users[key].pk)

    def self_assess(self, key: str, **points: Any) -> Evaluation:
        sheet = self.sheet(key)
        sheet = self_assessment.save_draft(
            evaluation=sheet, lines=lines_of(sheet, **points), note="", version=sheet.row_version, by=self.user(key)
        )
        return self_assessment.submit(evaluation=sheet, version=sheet.row_version, by=self.user(key), on=IN_TIME)

    def score(self, sheet: Evaluation, by: str, **points: Any) -> Evaluation:
        return scoring.save_row(
            evaluation=sheet, lines=lines_of(sheet, **points), version=sheet.row_version, by=self.user(by)
        )


@world_of(Month, "month")
def open_month(cast: Cast | None = None) -> Month:
    made = worlds.copy()
    if isinstance(made, Month):
        return Month(cast or made.cast, made.cycle)
    cast = cast or build_cast()
    return Month(cast, open_cycle(period=FEBRUARY, on=OPENED_ON, by=None).cycle)


def skip_self(sheet: Evaluation) -> Evaluation:
    """As the clock does after the deadline."""
    from evaluations.services.proceeding import proceed

    proceed(ids=[sheet.pk])
    sheet.refresh_from_db()
    return sheet


def lines_of(sheet: Evaluation, **points: Any) -> dict[str, dict[str, Any]]:
    """Every required line full but for those named; a bonus only when named, and then with a reason."""
    card = spec_of(sheet.cycle.framework).card(sheet.subject_group)
    lines: dict[str, dict[str, Any]] = {}
    for criterion in card.criteria:
        value = points.get(criterion.code, str(criterion.max_points) if criterion.required else None)
        lines[criterion.code] = {"points": value, "reason": "Có căn cứ" if criterion.code in points else ""}
    return lines


def ready_ward(month: Month) -> UnitCycle:
    """The ward's month scored by its superiors and submitted; the total without a bonus is 90, an A."""
    from evaluations.services import unit_month

    superiors = {"deputy": "head", "division_head": "deputy", "staff": "division_head", "staff2": "division_head"}
    superiors["clerk"] = "deputy"
    for key, superior in superiors.items():
        month.score(skip_self(month.sheet(key)), superior)
    for superior in ("division_head", "deputy"):
        ward = month.unit("ward")
        unit_month.submit(unit_cycle=ward, version=ward.row_version, by=month.user(superior))
    return month.unit("ward")
