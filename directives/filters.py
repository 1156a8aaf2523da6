"""Filters of the list of assignments, the same for the page, the export and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment
from directives.selectors import listing
from foundation.web.clock import local_date

STAGES = [
    ("open", _("In progress")),
    ("overdue", _("Overdue")),
    ("done", _("Done")),
    ("cancelled", _("Cancelled")),
]


class AssignmentFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text")
    stage = django_filters.ChoiceFilter(method="by_stage", choices=STAGES)
    unit = django_filters.CharFilter(method="by_unit")
    person = django_filters.CharFilter(field_name="person__code")
    due_from = django_filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_to = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")
    own = django_filters.BooleanFilter(field_name="recorded_by_self")

    class Meta:
        model = Assignment
        fields = ("q", "stage", "unit", "person", "due_from", "due_to", "own")

    def by_text(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        return listing.searched(rows, value)

    def by_stage(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        return listing.in_stage(rows, value, on=local_date())

    def by_unit(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        return listing.in_unit(rows, self.request.user, value)


def filtered(data: Any, rows: QuerySet[Assignment], request: Any) -> QuerySet[Assignment]:
    """Rows the address asks for, in its order."""
    found = AssignmentFilter(data, queryset=rows, request=request)
    return listing.ordered(found.qs, data.get("sort", ""))
