"""Filters of the lists of discipline, the same for the page and the API."""

import django_filters
from django.db.models import QuerySet

from discipline.enums import SubjectKind, Track
from discipline.models import Rule
from discipline.selectors.rule_book import in_force


class RuleFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    on = django_filters.DateFilter(method="by_day")
    code = django_filters.CharFilter()
    scope = django_filters.ChoiceFilter(choices=SubjectKind.choices)
    track = django_filters.ChoiceFilter(choices=Track.choices)
    verified = django_filters.BooleanFilter()

    class Meta:
        model = Rule
        fields = ("on", "code", "scope", "track", "verified")

    def by_day(self, rows: QuerySet[Rule], name: str, value: object) -> QuerySet[Rule]:
        return in_force(rows, value)  # type: ignore[arg-type]  # a DateFilter hands a day
