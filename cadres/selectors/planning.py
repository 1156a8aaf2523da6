"""Lines of the planning list within the reader's reach."""

from typing import Any

from django.db.models import F, QuerySet

from cadres.models import Person, PlanningEntry
from foundation.access import visible_to


def line_about(person: Person) -> PlanningEntry:
    """An unsaved line about this person: the matrix is asked about it."""
    return PlanningEntry(person=person)


def planning_of(user: Any, person: Person) -> QuerySet[PlanningEntry]:
    """Lines of one person, those in force first, the newest on top."""
    rows = visible_to(user, PlanningEntry.objects.filter(person=person)).select_related("person__unit", "position")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-entered_on", "-id")
