"""Filters of functions, working regulations and commendations, the same for the page and the API."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directives.enums import CommendationKind
from directives.models import Commendation, Function, WorkingRegulation
from directives.selectors import commendations, functions, regulations
from foundation.web.clock import local_date

REGULATION_STAGES = [
    ("current", _("In force")),
    ("overdue", _("Review overdue")),
    ("ended", _("Ended")),
]


class FunctionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """`unit` and `led` are asked for the day `on`, today unless it is given."""

    q = django_filters.CharFilter(method="by_text", max_length=200)
    unit = django_filters.CharFilter(method="by_unit", max_length=40)
    document = django_filters.CharFilter(field_name="document__code", max_length=30)
    led = django_filters.BooleanFilter(method="by_lead")
    on = django_filters.DateFilter(method="as_of")

    class Meta:
        model = Function
        fields = ("q", "unit", "document", "led", "on")

    @property
    def day(self) -> date:
        asked: date | None = self.form.cleaned_data.get("on")
        return asked or local_date()

    def by_text(self, rows: QuerySet[Function], name: str, value: str) -> QuerySet[Function]:
        return functions.searched(rows, value)

    def by_unit(self, rows: QuerySet[Function], name: str, value: str) -> QuerySet[Function]:
        return functions.of_unit(rows, value, on=self.day)

    def by_lead(self, rows: QuerySet[Function], name: str, value: bool) -> QuerySet[Function]:
        return functions.led(rows, value, on=self.day)

    def as_of(self, rows: QuerySet[Function], name: str, value: date) -> QuerySet[Function]:
        return rows


class RegulationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    stage = django_filters.ChoiceFilter(method="by_stage", choices=REGULATION_STAGES)
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)

    class Meta:
        model = WorkingRegulation
        fields = ("stage", "unit")

    def by_stage(self, rows: QuerySet[WorkingRegulation], name: str, value: str) -> QuerySet[WorkingRegulation]:
        return regulations.in_stage(rows, value, on=local_date())


class CommendationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text", max_length=200)
    kind = django_filters.ChoiceFilter(choices=CommendationKind.choices)
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    person = django_filters.CharFilter(method="by_person", max_length=20)
    undertaking = django_filters.CharFilter(field_name="undertaking__code", max_length=20)

    class Meta:
        model = Commendation
        fields = ("q", "kind", "unit", "person", "undertaking")

    def by_text(self, rows: QuerySet[Commendation], name: str, value: str) -> QuerySet[Commendation]:
        return commendations.searched(rows, value)

    def by_person(self, rows: QuerySet[Commendation], name: str, value: str) -> QuerySet[Commendation]:
        return commendations.naming(rows, value)


def filtered(kind: Any, data: Any, rows: QuerySet[Any], request: Any) -> QuerySet[Any]:
    """Rows the address asks for, in the order they come in."""
    found: QuerySet[Any] = kind(data, queryset=rows, request=request).qs
    return found
