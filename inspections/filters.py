"""Filters of the list of inspections, the same for the page and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from inspections.enums import InspectionKind, InspectionState
from inspections.models import Inspection
from inspections.selectors import inspections as selectors


class InspectionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text")
    kind = django_filters.ChoiceFilter(choices=InspectionKind.choices)
    state = django_filters.ChoiceFilter(choices=InspectionState.choices)
    unit = django_filters.CharFilter(field_name="unit__code")
    begun_from = django_filters.DateFilter(field_name="started_at", lookup_expr="date__gte")
    begun_to = django_filters.DateFilter(field_name="started_at", lookup_expr="date__lte")

    class Meta:
        model = Inspection
        fields = ("q", "kind", "state", "unit", "begun_from", "begun_to")

    def by_text(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return selectors.searched(rows, value)


def filtered(data: Any, rows: QuerySet[Inspection], request: Any) -> QuerySet[Inspection]:
    """Rows the address asks for."""
    found: QuerySet[Inspection] = InspectionFilter(data, queryset=rows, request=request).qs
    return found
