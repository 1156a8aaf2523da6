"""Filters of the list of remedies, the same for the page and the API."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.web.clock import local_date
from inspections.models import Remedy
from inspections.selectors.remedies import LISTED, overdue
from inspections.visit_enums import ExtensionState, RecommendationKind


class RemedyFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("overdue", _("Overdue")),
        ("asked", _("More time asked for")),
        *[(state.value, state.label) for state in LISTED],
    ]
    state = django_filters.ChoiceFilter(method="by_state", choices=STATES)
    kind = django_filters.ChoiceFilter(choices=RecommendationKind.choices)
    unit = django_filters.CharFilter(field_name="notice__inspection__unit__code", max_length=40)
    inspection = django_filters.CharFilter(field_name="notice__inspection__code", max_length=20)

    class Meta:
        model = Remedy
        fields = ("state", "kind", "unit", "inspection")

    def by_state(self, rows: QuerySet[Remedy], name: str, value: str) -> QuerySet[Remedy]:
        if value == "overdue":
            return overdue(rows, on=local_date())
        if value == "asked":
            return rows.filter(extension=ExtensionState.ASKED)
        return rows.filter(state=value)
