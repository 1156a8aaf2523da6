"""What happened to tasks of the demo: more time, matters passed on, discussions, causes; the same at each seeding."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo import words
from config.demo.bulk import update_each
from directives.enums import AssignmentKind, Authority, CauseState, ExtensionState, HandoffKind, HandoffState
from directives.models import (
    Assignment,
    AssignmentDiscussion,
    AssignmentExtension,
    AssignmentHandoff,
    DelayCause,
    ExtensionLimit,
)
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, add_working_days, working_days_between

BATCH = 1000
HESITANT_UNITS, OFTEN = 3, 5
"""Some units hand on and put off several times as much as others, so that a review has something to show."""


def classed(row: Assignment, chance: Random) -> Assignment:
    """Gives a task its class and authority before it is stored."""
    draw = chance.random()
    if draw < 0.06:
        row.kind = AssignmentKind.URGENT
    elif draw < 0.10:
        row.kind = AssignmentKind.MAJOR
    if chance.random() < 0.05:
        row.authority = Authority.DELEGATED
        row.delegation_number = f"{chance.randint(11, 480)}/QĐ-UBND"
        row.delegation_on = row.assigned_on - timedelta(days=chance.randint(20, 200))
        row.delegation_from = "Chủ tịch Ủy ban nhân dân"
    return row


class Stories:
    """Collects the rows of all tasks, then writes each kind at once; must run inside `recorded()`."""

    def __init__(
        self, *, today: date, calendar: WorkingCalendar, seed: int, person_accounts: Mapping[int, int]
    ) -> None:
        self.today, self.calendar, self.person_accounts = today, calendar, person_accounts
        self.chance = Random(seed + 21)  # noqa: S311  invented data, no secret
        self.limits = dict(ExtensionLimit.objects.filter(valid_to__isnull=True).values_list("kind", "pk"))
        self.discussions: list[AssignmentDiscussion] = []
        self.extensions: list[tuple[AssignmentExtension, str]] = []
        self.handoffs: list[tuple[AssignmentHandoff, date | None]] = []
        self.causes: list[tuple[DelayCause, bool]] = []

    def write(self, rows: Sequence[Assignment], done: Mapping[int, date], late_causes: Mapping[int, str]) -> None:
        """Tasks are still open here: what is discussed first is written before they are done."""
        parents = dict(Unit.objects.filter(pk__in={row.unit_id for row in rows}).values_list("pk", "parent_id"))
        units = sorted({row.unit_id for row in rows})
        hesitant = set(units[:: max(1, len(units) // HESITANT_UNITS)])
        for row in rows:
            often = OFTEN if row.unit_id in hesitant else 1
            if row.kind == AssignmentKind.MAJOR:
                self._discuss(row)
            if self.chance.random() < 0.025 * often:
                self._more_time(row)
            if self.chance.random() < 0.02 * often and (parent := parents.get(row.unit_id)):
                self._pass_on(row, parent, until=done.get(row.pk, self.today))
            if row.pk in late_causes:
                self._cause(row, late_causes[row.pk], on=done.get(row.pk, self.today))
        self._store()

    def _discuss(self, row: Assignment) -> None:
        said = self.chance.choice(words.DISCUSSIONS)
        self.discussions.append(
            AssignmentDiscussion(
                assignment=row,
                number=1,
                held_on=row.assigned_on,
                body=said[0],
                summary=said[1],
                recorded_by_id=row.given_by_id,
            )
        )

    def _more_time(self, row: Assignment) -> None:
        """Granted ones lead to the deadline as it stands, so that no figure of the month moves."""
        reason = self.chance.choice(words.EXTENSION_REASONS)
        days = self.chance.randint(1, 3)
        first = add_working_days(row.due_on, -days, self.calendar)
        granted = first > row.assigned_on and self.chance.random() < 0.8
        asked = row.assigned_on
        made = AssignmentExtension(
            assignment=row,
            number=1,
            from_due_on=first if granted else row.due_on,
            to_due_on=row.due_on if granted else add_working_days(row.due_on, days, self.calendar),
            reason=reason,
            asked_on=asked,
            asked_by_id=self.person_accounts.get(row.person_id),
            limit_id=self.limits.get(row.kind) if granted else None,
            inputs={
                "times_before": 0,
                "days_first": working_days_between(row.assigned_on, first, self.calendar),
                "days_before": 0,
                "days_wanted": days,
            }
            if granted
            else {},
            working_days=days if granted else 0,
        )
        self.extensions.append((made, ExtensionState.GRANTED if granted else ExtensionState.REFUSED))

    def _pass_on(self, row: Assignment, parent: int, *, until: date) -> None:
        kind = self.chance.choice((HandoffKind.UP, HandoffKind.UP, HandoffKind.BEYOND))
        sent = min(add_working_days(row.assigned_on, self.chance.randint(0, 2), self.calendar), until)
        wanted = add_working_days(sent, 3, self.calendar)
        answered = add_working_days(sent, self.chance.randint(1, 8), self.calendar)
        delegated = row.delegated_on(sent)
        made = AssignmentHandoff(
            assignment=row,
            number=1,
            kind=kind,
            from_unit_id=row.unit_id,
            to_unit_id=parent,
            matter=f"Xin ý kiến: {row.title}"[:300],
            opinion="" if self.chance.random() < 0.5 else self.chance.choice(words.OPINIONS),
            sent_on=sent,
            sent_by_id=self.person_accounts.get(row.person_id),
            answer_due_on=wanted,
            already_delegated=delegated,
            delegation=f"{row.delegation_number} ({row.delegation_on:%d/%m/%Y}), {row.delegation_from}"
            if delegated
            else "",
        )
        self.handoffs.append((made, answered if answered <= self.today and self.chance.random() < 0.85 else None))

    def _cause(self, row: Assignment, text: str, *, on: date) -> None:
        made = DelayCause(
            assignment=row, number=1, text=text, claimed_on=on, claimed_by_id=self.person_accounts.get(row.person_id)
        )
        self.causes.append((made, row.given_by_id is not None and not row.recorded_by_self))

    def _store(self) -> None:
        AssignmentDiscussion.objects.bulk_create(self.discussions, batch_size=BATCH)
        AssignmentExtension.objects.bulk_create([row for row, _state in self.extensions], batch_size=BATCH)
        for state in (ExtensionState.GRANTED, ExtensionState.REFUSED):
            settled = [row for row, then in self.extensions if then == state]
            note = "" if state == ExtensionState.GRANTED else "Thời hạn đã tính đủ, đề nghị bố trí thêm người."
            _update(settled, {"settled_on": ("date", [row.asked_on for row in settled]),
                              "settled_by_id": ("bigint", [row.assignment.given_by_id for row in settled])},
                    {"state": state, "settle_note": note})  # fmt: skip
        granted = [row for row, then in self.extensions if then == ExtensionState.GRANTED]
        tasks = [row.assignment for row in granted]
        _update(tasks, {"first_due_on": ("date", [row.from_due_on for row in granted])}, {"times_extended": 1})
        AssignmentHandoff.objects.bulk_create([row for row, _day in self.handoffs], batch_size=BATCH)
        answered = [(row, day) for row, day in self.handoffs if day is not None]
        _update(
            [row for row, _day in answered],
            {"answered_on": ("date", [day for _row, day in answered]),
             "answered_by_id": ("bigint", [row.assignment.given_by_id for row, _day in answered])},
            {"state": HandoffState.ANSWERED, "answer": "Thuộc thẩm quyền của đồng chí, đề nghị chủ động giải quyết."},
        )  # fmt: skip
        DelayCause.objects.bulk_create([row for row, _confirmed in self.causes], batch_size=BATCH)
        confirmed = [row for row, so in self.causes if so]
        _update(confirmed, {"settled_on": ("date", [row.claimed_on for row in confirmed]),
                            "settled_by_id": ("bigint", [row.assignment.given_by_id for row in confirmed])},
                {"state": CauseState.CONFIRMED})  # fmt: skip
        tasks = [row.assignment for row in confirmed]
        _update(tasks, {"objective_cause": ("text", [row.text for row in confirmed])}, {})


def _update(rows: Sequence[Any], columns: Mapping[str, tuple[str, Sequence[Any]]], same: Mapping[str, Any]) -> None:
    if rows:
        update_each(rows[0]._meta.db_table, [row.pk for row in rows], columns, same)
