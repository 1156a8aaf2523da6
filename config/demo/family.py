"""Declared relatives and lines of the planning list of the demo, the same for the same seed."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from cadres import models as cadres
from cadres.enums import KinshipKind, PositionKind
from cadres.services.planning import enter_planning
from cadres.services.ties import declare_tie
from config.demo.people import Person

TIES, PLANNED = 12, 10
KINDS = (KinshipKind.SIBLING, KinshipKind.SPOUSE, KinshipKind.SIBLINGS_SPOUSE, KinshipKind.PARENTS_SIBLING)
OUTSIDE = ("Nguyễn Văn Hòa", "Trần Thị Mai", "Lê Quang Minh")
HIGHER = {
    PositionKind.DIVISION_DEPUTY: "Trưởng phòng (quy hoạch)",
    PositionKind.DIVISION_HEAD: "Phó Chủ tịch Ủy ban nhân dân (quy hoạch)",
    PositionKind.UNIT_DEPUTY: "Chủ tịch Ủy ban nhân dân (quy hoạch)",
}


def write_family(people: Sequence[Person], *, today: date, seed: int) -> None:
    """A few ties, most between people of the registry, and a few planned leaders; done once."""
    if cadres.FamilyTie.objects.exists() or cadres.PlanningEntry.objects.exists():
        return
    chance = Random(seed + 7)  # noqa: S311  invented data, no secret
    rows = {row.code: row for row in cadres.Person.objects.filter(code__in=[one.code for one in people])}
    chosen = chance.sample(sorted(rows), min(2 * TIES, len(rows)))
    for number, (one, other) in enumerate(zip(chosen[::2], chosen[1::2], strict=False)):
        outside = number % 4 == 3
        declare_tie(
            person=rows[one],
            kind=KINDS[number % len(KINDS)],
            name=OUTSIDE[number % len(OUTSIDE)] if outside else rows[other].full_name,
            code="" if outside else other,
            on=today - timedelta(days=chance.randint(30, 200)),
            by=None,
        )
    leaders = [one for one in people if one.kind in HIGHER]
    for leader in chance.sample(leaders, min(PLANNED, len(leaders))):
        enter_planning(
            person=rows[leader.code],
            post_text=HIGHER[PositionKind(leader.kind)],
            term="2026-2031",
            on=today - timedelta(days=chance.randint(30, 150)),
            decision_number=f"{chance.randint(100, 900)}-QĐ/TU",
            by=None,
        )
