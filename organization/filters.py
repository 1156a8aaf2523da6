"""Parameters of the API lists."""

from datetime import date

import django_filters
from django.db.models import Q, QuerySet

from organization.enums import ReorganisationState, SuccessionKind, UnitKind
from organization.models import Holiday, Reorganisation, Unit, UnitSuccession
from organization.selectors.units import force_condition, search, tree


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


class SuccessionApiFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """`unit` is the code of a unit on either side."""

    unit = django_filters.CharFilter(method="of_unit", max_length=40)
    kind = django_filters.ChoiceFilter(choices=SuccessionKind.choices)
    since = django_filters.DateFilter(field_name="effective_on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="effective_on", lookup_expr="lte")

    class Meta:
        model = UnitSuccession
        fields = ("unit", "kind", "since", "until")

    def of_unit(self, edges: QuerySet[UnitSuccession], name: str, value: str) -> QuerySet[UnitSuccession]:
        unit = tree(self.request.user).filter(code=value).first()
        return edges.filter(Q(predecessor=unit) | Q(successor=unit)) if unit is not None else edges.none()


class ReorganisationApiFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    state = django_filters.ChoiceFilter(choices=ReorganisationState.choices)
    kind = django_filters.ChoiceFilter(choices=SuccessionKind.choices)

    class Meta:
        model = Reorganisation
        fields = ("state", "kind")


class HolidayApiFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    year = django_filters.NumberFilter(field_name="date", lookup_expr="year", min_value=1900, max_value=2200)
    is_workday = django_filters.BooleanFilter()

    class Meta:
        model = Holiday
        fields = ("year", "is_workday")
