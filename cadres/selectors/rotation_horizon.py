"""What if nobody moves: who falls due in each quarter to come, by kind of post and unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cadres.selectors.rotation_clocks import Clock

LAST_YEAR = 2030


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months, by their first day."""

    begins: date

    @property
    def label(self) -> str:
        return f"{(self.begins.month + 2) // 3}/{self.begins.year}"


@dataclass
class HorizonRow:
    """One unit (empty: the whole reach), rule and kind of post: people by quarter, those already over first."""

    unit: str
    unit_name: str
    rule: str
    kind: str
    over: set[int] = field(default_factory=set)
    people: dict[date, set[int]] = field(default_factory=dict)

    def cells(self, quarters: Iterable[Quarter]) -> list[int]:
        return [len(self.people.get(quarter.begins, ())) for quarter in quarters]


def quarter_of(day: date) -> Quarter:
    return Quarter(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))


def quarters_from(on: date, last_year: int = LAST_YEAR) -> list[Quarter]:
    """The quarter of the day and those that follow, to the end of the last year."""
    found = [quarter_of(on)]
    while (found[-1].begins.year, found[-1].begins.month) < (last_year, 10):
        year, month = divmod(found[-1].begins.year * 12 + found[-1].begins.month + 2, 12)
        found.append(Quarter(date(year, month + 1, 1)))
    return found


def horizon(found: Iterable[Clock], *, on: date) -> list[HorizonRow]:
    """Rows of the whole reach first, then of each unit; a person counts once in a cell."""
    rows: dict[tuple[str, str, str], HorizonRow] = {}
    for clock in found:
        if clock.due_on is None:
            continue
        for unit, name in (("", ""), (clock.body_code, clock.body_name)):
            key = (unit, clock.code, clock.post_kind)
            row = rows.setdefault(key, HorizonRow(unit, name, clock.code, clock.post_kind))
            if clock.due_on <= on:
                row.over.add(clock.person_id)
            else:
                row.people.setdefault(quarter_of(clock.due_on).begins, set()).add(clock.person_id)
    return sorted(rows.values(), key=lambda row: (row.unit, row.rule, row.kind))
