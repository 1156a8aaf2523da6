"""Filters of the month's lists; only over fields every reader of a row may see."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from evaluations.api.bodies import month_of
from evaluations.enums import (
    EvaluationState,
    ObjectionState,
    RevisionKind,
    RevisionState,
    SubjectGroup,
    UnitCycleState,
)
from evaluations.models import Evaluation, Objection, Revision, UnitCycle
from foundation.access import visible_to
from organization.models import Unit


class OfMonth(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    cycle = django_filters.CharFilter(method="by_month")
    unit = django_filters.CharFilter(method="by_unit")

    def by_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = month_of(value)
        return rows.filter(cycle__period=found) if found else rows.none()

    def by_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(unit__code=value)


class UnitCycleFilter(OfMonth):
    state = django_filters.ChoiceFilter(choices=UnitCycleState.choices)

    class Meta:
        model = UnitCycle
        fields = ("cycle", "unit", "state")


class EvaluationFilter(OfMonth):
    below = django_filters.CharFilter(method="by_subtree")
    state = django_filters.ChoiceFilter(choices=EvaluationState.choices)
    group = django_filters.ChoiceFilter(field_name="subject_group", choices=SubjectGroup.choices)
    person = django_filters.CharFilter(field_name="person__code")
    versions = django_filters.ChoiceFilter(choices=[("all", "all")], method="by_version")

    class Meta:
        model = Evaluation
        fields = ("cycle", "unit", "below", "state", "group", "person", "versions")

    def by_version(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Says "all" where versions that fell are wanted too; the view leaves them out otherwise."""
        return rows

    def by_subtree(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        unit = visible_to(self.request.user, Unit.objects.filter(code=value)).first()
        return rows.filter(unit__path__startswith=unit.path) if unit else rows.none()


class ObjectionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    state = django_filters.ChoiceFilter(choices=ObjectionState.choices)

    class Meta:
        model = Objection
        fields = ("state",)


class RevisionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    state = django_filters.ChoiceFilter(choices=RevisionState.choices)
    kind = django_filters.ChoiceFilter(choices=RevisionKind.choices)
    cycle = django_filters.CharFilter(method="by_month")
    unit = django_filters.CharFilter(method="by_unit")

    class Meta:
        model = Revision
        fields = ("state", "kind", "cycle", "unit")

    def by_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = month_of(value)
        return rows.filter(evaluation__cycle__period=found) if found else rows.none()

    def by_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(evaluation__unit__code=value)
