"""Assignments of units that are reorganised: those still open follow the person into the successor."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import AssignmentState
from directives.models import Assignment
from foundation.audit.record import recorded
from organization.carrying import Line, Plan, Target
from organization.models import Unit

TASKS, STAYS = "tasks", "stays"


class TasksForeseen:
    """Open assignments that follow, foreseen when made, done by `carry`."""

    def __init__(self, plan: Plan) -> None:
        rows = Assignment.objects.filter(unit_id__in=list(plan.old), state=AssignmentState.OPEN)
        self.follow: dict[Target, list[int]] = {}
        self.left = 0
        for pk, person in rows.order_by("pk").values_list("pk", "person_id"):
            if person in plan.people:
                self.follow.setdefault(plan.people[person], []).append(pk)
            else:
                self.left += 1

    @property
    def seal(self) -> Sequence[Any]:
        return [[list(target), ids] for target, ids in sorted(self.follow.items())]

    @property
    def lines(self) -> Sequence[Line]:
        found = []
        if self.follow:
            count = sum(len(ids) for ids in self.follow.values())
            found.append(Line(TASKS, _("Open assignments that follow the person into the successor"), count=count))
        if self.left:
            text = _("Open assignments of people who are not carried over stay with the old unit")
            found.append(Line(STAYS, text, count=self.left))
        return found

    def carry(self, units: Mapping[Target, Unit], by: User | None) -> None:
        with recorded(by=by):
            for target, ids in self.follow.items():
                rows = Assignment.objects.filter(pk__in=ids, state=AssignmentState.OPEN)
                rows.update(unit=units[target], row_version=F("row_version") + 1)


def carry_tasks(plan: Plan) -> TasksForeseen:
    """The assignments' part of a reorganisation."""
    return TasksForeseen(plan)
