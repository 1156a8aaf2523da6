"""From which rows a question about avoidance is asked: counted by person or unit, never called a violation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from organization.rules.calendar import WorkingCalendar, shift, working_days_between

Subject = tuple[int, int | None]
"""Unit and person; no person where a unit as a whole is asked."""
MOST_ROWS = 200
"""Rows a question names; it counts all of them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row that counts: the number of its task, the day it happened on, and a figure where there is one."""

    subject: Subject
    code: str
    on: date
    figure: int = 0

    def as_json(self) -> dict[str, str | int]:
        return {"code": self.code, "on": self.on.isoformat(), "figure": self.figure}


@dataclass(slots=True)
class Question:
    """What is asked of one subject."""

    subject: Subject
    facts: list[Fact] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.facts)

    def rows(self) -> list[dict[str, str | int]]:
        newest = sorted(self.facts, key=lambda fact: (fact.on, fact.code), reverse=True)
        return [fact.as_json() for fact in newest[:MOST_ROWS]]


def questions(facts: Iterable[Fact], *, threshold: int) -> dict[Subject, Question]:
    """Subjects with at least `threshold` rows."""
    found: dict[Subject, Question] = {}
    for fact in facts:
        found.setdefault(fact.subject, Question(fact.subject)).facts.append(fact)
    return {subject: question for subject, question in found.items() if question.count >= threshold}


def moved_often(facts: Iterable[Fact], *, threshold: int) -> dict[Subject, Question]:
    """Subjects with a task whose deadline was moved at least `threshold` times; only such tasks are named."""
    return questions((fact for fact in facts if fact.figure >= threshold), threshold=1)


def days_without_answer(due: date, answered: date | None, on: date, calendar: WorkingCalendar) -> int:
    """Working days past the day an answer was due; a day off moves that day on. Never negative."""
    end = on if answered is None else answered
    return max(0, working_days_between(shift(due, "next", calendar), end, calendar))


def changed(standing: Mapping[str, object], found: Mapping[str, object]) -> dict[str, object]:
    """What of a stored question is no longer so."""
    return {name: value for name, value in found.items() if standing.get(name) != value}
