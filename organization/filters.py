"""Parameters of the API lists."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from organization.enums import UnitKind
from organization.models import Holiday, Unit
from organization.selectors.units import force_condition, search


class UnitApiFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """`under` is the code of a unit in reach: it and everything below it."""

    on = django_filters.DateFilter(method="only_in_force")
    kind = django_filters.ChoiceFilter(choices=UnitKind.choices)
    q = django_filters.CharFilter(method="matching", max_length=200)
    under = django_filters.CharFilter(method="only_below", max_length=40)

    class Meta:
        model = Unit
        fields = ("on", "kind", "q", "under")

    def only_in_force(self, units: QuerySet[Unit], name: str, value: date) -> QuerySet[Unit]:
        return units.filter(force_condition(value))

    def matching(self, units: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        return search(units, value)

    def only_below(self, units: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        path = self.queryset.filter(code=value).values_list("path", flat=True).first()
        return units.filter(path__startswith=path) if path else units.none()


class HolidayApiFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    year = django_filters.NumberFilter(field_name="date", lookup_expr="year", min_value=1900, max_value=2200)
    is_workday = django_filters.BooleanFilter()

    class Meta:
        model = Holiday
        fields = ("year", "is_workday")
