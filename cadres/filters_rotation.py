"""Filters of the lists of rotation, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.enums_rotation import CatalogueGroup, RotationRuleKind, RotationState, RoundState
from cadres.models import ListedPost, RotationCase, RotationException, RotationRound, RotationRule
from cadres.selectors import rotation
from foundation.access import visible_to
from foundation.web.clock import local_date
from organization.models import Unit

CASE_STAGES = [
    ("open", _("Open")),
    ("approaching", pgettext_lazy("rotation", "Term comes near")),
    ("overdue", _("Overdue")),
    ("due", pgettext_lazy("rotation", "Due")),
    ("planned", pgettext_lazy("rotation", "Planned")),
    ("announced", pgettext_lazy("rotation", "Announced")),
    ("decided", pgettext_lazy("rotation", "Decided")),
    ("deferred", pgettext_lazy("rotation", "Deferred")),
    ("executed", pgettext_lazy("rotation", "Carried out")),
]
STAGE_CHOICES = [*dict([*CASE_STAGES, *RotationState.choices]).items()]


class RotationCaseFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text", max_length=200)
    stage = django_filters.ChoiceFilter(method="by_stage", choices=STAGE_CHOICES)
    rule = django_filters.CharFilter(field_name="rule_code", max_length=20)
    unit = django_filters.CharFilter(method="by_unit", max_length=40)

    class Meta:
        model = RotationCase
        fields = ("q", "stage", "rule", "unit")

    def by_text(self, rows: QuerySet[RotationCase], name: str, value: str) -> QuerySet[RotationCase]:
        return rotation.searched(rows, value)

    def by_stage(self, rows: QuerySet[RotationCase], name: str, value: str) -> QuerySet[RotationCase]:
        return rotation.in_stage(rows, value, on=local_date())

    def by_unit(self, rows: QuerySet[RotationCase], name: str, value: str) -> QuerySet[RotationCase]:
        unit = visible_to(self.request.user, Unit.objects.filter(code=value)).first()
        return rows.filter(posting__unit__path__startswith=unit.path) if unit is not None else rows.none()


def filtered_cases(data: Any, rows: QuerySet[RotationCase], request: Any) -> QuerySet[RotationCase]:
    """Rows the address asks for, the earliest end first; without a stage those that are open."""
    found: QuerySet[RotationCase] = RotationCaseFilter(data, queryset=rows, request=request).qs
    if not data.get("stage"):
        found = rotation.in_stage(found, "open", on=local_date())
    return found.order_by("due_on", "id")


class RotationRuleFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    code = django_filters.CharFilter(max_length=20)
    kind = django_filters.ChoiceFilter(choices=RotationRuleKind.choices)

    class Meta:
        model = RotationRule
        fields = ("code", "kind")


class ListedPostFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    field = django_filters.CharFilter(max_length=30)
    group = django_filters.ChoiceFilter(choices=CatalogueGroup.choices)

    class Meta:
        model = ListedPost
        fields = ("field", "group")


class RotationExceptionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)

    class Meta:
        model = RotationException
        fields = ("unit",)


class RotationRoundFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    state = django_filters.ChoiceFilter(choices=RoundState.choices)
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)

    class Meta:
        model = RotationRound
        fields = ("state", "unit")
