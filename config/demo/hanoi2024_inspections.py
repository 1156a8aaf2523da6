"""The inspections of 2024 on paper: who looked at which unit when. Plain values, the same for the same seed.

Rows, not totals: 27 surprise inspections of the city's team (19 of communes, 5 of agencies under districts, 3 of
divisions under departments) and 2 by direction; 270 that 48 departments and districts held themselves, 167 surprise
and 103 planned, over 1,083 units below them. Numbers are those the city published (1,082 units "at least"); days,
units and findings are invented: the report names none.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.demo.hanoi2024 import COMMUNES, DEPARTMENT_FIELDS, DEPARTMENTS, DISTRICT_FIELDS, DISTRICTS, RURAL
from inspections.enums import Content, InspectionKind

FIRST_DAY, LAST_DAY = date(2024, 1, 8), date(2024, 10, 18)
FREE = {date(2024, 2, 8) + timedelta(days=number) for number in range(7)} | {
    date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3),
}  # fmt: skip
CITY = {"communes": 19, "district_agencies": 5, "department_units": 3, "by_direction": 2}
OWN = {InspectionKind.SURPRISE: 167, InspectionKind.PLANNED: 103}
CHECKS_A_DISTRICT, CHECKS_A_DEPARTMENT = 6, 5
RESULTS = (
    "Chấp hành giờ làm việc và nội quy tốt; hồ sơ tiếp nhận, giải quyết đúng quy trình.",
    "Một số công chức chưa đeo thẻ; sổ tiếp công dân ghi chưa đầy đủ.",
    "Có người vắng mặt không lý do trong giờ làm việc; hồ sơ quá hạn chưa có văn bản xin lỗi.",
)
HANDLING = "Ban hành thông báo, yêu cầu chấn chỉnh, khắc phục và báo cáo."


@dataclass(frozen=True, slots=True)
class TeamVisit:
    """One inspection of the city's team."""

    unit: str
    kind: InspectionKind
    on: date
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One inspection that a body held over units below it."""

    body: str
    units: tuple[str, ...]
    kind: InspectionKind
    on: date
    findings: int
    result: str


def team_visits(seed: int) -> list[TeamVisit]:
    """The 29 of the city's team, by day."""
    chance = Random(seed + 24)  # noqa: S311  invented data, no secret
    communes = chance.sample(range(1, COMMUNES + 1), CITY["communes"])
    agencies = chance.sample(_divisions("Q24", [*DISTRICTS, *RURAL], len(DISTRICT_FIELDS)), CITY["district_agencies"])
    divisions = chance.sample(_divisions("S24", DEPARTMENTS, len(DEPARTMENT_FIELDS)), CITY["department_units"])
    directed = [f"Q24-{one.split(' ')[0]}" for one in chance.sample(RURAL, CITY["by_direction"])]
    surprise = [f"X24-{number:03d}" for number in communes] + agencies + divisions
    wanted = [(unit, InspectionKind.SURPRISE) for unit in surprise]
    wanted += [(unit, InspectionKind.DIRECTED) for unit in directed]
    days = sorted(chance.choices(working_days(), k=len(wanted)))
    chance.shuffle(wanted)
    return [
        TeamVisit(unit, kind, day, _contents(chance)) for (unit, kind), day in zip(wanted, days, strict=True)
    ]  # fmt: skip


def own_visits(seed: int) -> list[OwnVisit]:
    """The 270 of departments and districts: each looked at every unit below it once in the year."""
    chance = Random(seed + 270)  # noqa: S311  invented data, no secret
    kinds = [kind for kind, many in OWN.items() for _number in range(many)]
    chance.shuffle(kinds)
    days = working_days()
    made: list[OwnVisit] = []
    for body, units in _below().items():
        chance.shuffle(units)
        many = CHECKS_A_DEPARTMENT if body.startswith("S24") else CHECKS_A_DISTRICT
        for number in range(many):
            findings = chance.choices((0, 1, 2, 3, 5), (5, 4, 3, 2, 1))[0]
            made.append(
                OwnVisit(body, tuple(units[number::many]), kinds[len(made)], chance.choice(days), findings,
                         RESULTS[min(findings, 2)])
            )  # fmt: skip
    return made


def working_days() -> list[date]:
    """Weekdays of the period without the days off of that year."""
    span = (FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in FREE]


def _below() -> dict[str, list[str]]:
    """Communes and agencies of each district, divisions of each department."""
    districts = [one.split(" ")[0] for one in (*DISTRICTS, *RURAL)]
    found = {f"Q24-{code}": _divisions("Q24", [code], len(DISTRICT_FIELDS)) for code in districts}
    for number in range(COMMUNES):
        found[f"Q24-{districts[number % len(districts)]}"].append(f"X24-{number + 1:03d}")
    for one in DEPARTMENTS:
        found[f"S24-{one.split(' ')[0]}"] = _divisions("S24", [one], len(DEPARTMENT_FIELDS))
    return found


def _divisions(prefix: str, bodies: list[str], fields: int) -> list[str]:
    return [f"{prefix}-{one.split(' ')[0]}-P{number:02d}" for one in bodies for number in range(1, fields + 1)]


def _contents(chance: Random) -> tuple[str, ...]:
    chosen = {Content.HOURS.value, *chance.sample(Content.values, 2)}
    return tuple(value for value in Content.values if value in chosen)
