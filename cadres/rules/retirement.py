"""The day a person reaches the retirement age of the dated table in cadres/data/retirement.yaml."""

import calendar
import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parents[1] / "data" / "retirement.yaml"


@dataclass(frozen=True, slots=True)
class Rise:
    """An age that grows year by year to its last step; all ages in months."""

    year: int
    age_months: int
    step_months: int
    until_year: int
    last_age_months: int

    def age_in(self, year: int) -> int:
        if year >= self.until_year:
            return self.last_age_months
        return self.age_months + self.step_months * max(0, year - self.year)


@cache
def rises() -> dict[str, Rise]:
    """The rise of men ("M") and women ("F")."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {"M": Rise(**content["men"]), "F": Rise(**content["women"])}


def retirement_day(born: datetime.date, sex: str) -> datetime.date:
    """The first day on which the age of that year is reached; an unknown sex counts as the later age."""
    rise = rises()["F" if sex == "F" else "M"]
    for year in range(rise.year, rise.until_year + 1):
        reached = add_months(born, rise.age_in(year))
        if reached.year <= year:
            return reached
    return add_months(born, rise.last_age_months)


def is_past_retirement(born: datetime.date, sex: str, on: datetime.date) -> bool:
    """Work ends with the month in which the age is reached; from the next month on it is past."""
    day = retirement_day(born, sex)
    return (on.year, on.month) > (day.year, day.month)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(born: datetime.date, on: datetime.date) -> int:
    """Full years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
