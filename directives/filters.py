"""Filters of the lists of directives, the same for the page, the export and the API."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directives.enums import AssignmentKind, CatalogueState, DocumentKind, HandoffKind, MeasureSpan, Standing
from directives.models import Assignment, AssignmentHandoff, Document, Indicator, MeasureValue, Undertaking
from directives.selectors import handoffs, listing, undertakings
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
    kind = django_filters.ChoiceFilter(choices=AssignmentKind.choices)

    class Meta:
        model = Assignment
        fields = ("q", "stage", "unit", "person", "due_from", "due_to", "own", "kind")

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


HANDOFF_STAGES = [
    ("sent", _("Waiting for an answer")),
    ("late", _("Answer late")),
    ("answered", _("Answered")),
    ("withdrawn", _("Taken back")),
]


class HandoffFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    stage = django_filters.ChoiceFilter(method="by_stage", choices=HANDOFF_STAGES)
    kind = django_filters.ChoiceFilter(choices=HandoffKind.choices)
    without_opinion = django_filters.BooleanFilter(method="by_opinion")
    delegated = django_filters.BooleanFilter(field_name="already_delegated")

    class Meta:
        model = AssignmentHandoff
        fields = ("stage", "kind", "without_opinion", "delegated")

    def by_stage(self, rows: QuerySet[AssignmentHandoff], name: str, value: str) -> QuerySet[AssignmentHandoff]:
        return handoffs.in_stage(rows, value, on=local_date())

    def by_opinion(self, rows: QuerySet[AssignmentHandoff], name: str, value: bool) -> QuerySet[AssignmentHandoff]:
        return rows.filter(opinion="") if value else rows.exclude(opinion="")


def filtered_handoffs(data: Any, rows: QuerySet[AssignmentHandoff], request: Any) -> QuerySet[AssignmentHandoff]:
    """Rows the address asks for, the newest first."""
    found: QuerySet[AssignmentHandoff] = HandoffFilter(data, queryset=rows, request=request).qs
    return found


class DocumentFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    kind = django_filters.ChoiceFilter(choices=DocumentKind.choices)
    verified = django_filters.BooleanFilter()

    class Meta:
        model = Document
        fields = ("kind", "verified")


class IndicatorFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """`on`: the wording of that day."""

    catalogue = django_filters.CharFilter(field_name="version__catalogue__code", max_length=30)
    version = django_filters.NumberFilter(field_name="version__number", min_value=1, max_value=9999)
    group = django_filters.CharFilter(field_name="group__code", max_length=6)
    standing = django_filters.ChoiceFilter(choices=Standing.choices)
    on = django_filters.DateFilter(method="worded_on")

    class Meta:
        model = Indicator
        fields = ("catalogue", "version", "group", "standing", "on")

    def worded_on(self, rows: QuerySet[Indicator], name: str, value: date) -> QuerySet[Indicator]:
        return rows.filter(
            Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=value),
            version__valid_from__lte=value,
            version__state__in=(CatalogueState.IN_FORCE, CatalogueState.ENDED),
        )


class MeasureFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    kind = django_filters.CharFilter(field_name="kind__code", max_length=40)
    span = django_filters.ChoiceFilter(choices=MeasureSpan.choices)
    period_from = django_filters.DateFilter(field_name="period", lookup_expr="gte")
    period_to = django_filters.DateFilter(field_name="period", lookup_expr="lte")

    class Meta:
        model = MeasureValue
        fields = ("unit", "kind", "span", "period_from", "period_to")


UNDERTAKING_STAGES = [
    ("planned", _("Under way")),
    ("overdue", _("Overdue")),
    ("reported", _("To be accepted")),
    ("accepted", _("Accepted")),
    ("cancelled", _("Cancelled")),
]


class UndertakingFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text", max_length=200)
    stage = django_filters.ChoiceFilter(method="by_stage", choices=UNDERTAKING_STAGES)
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    document = django_filters.CharFilter(field_name="task__document__code", max_length=30)
    task = django_filters.NumberFilter(field_name="task__number", min_value=1, max_value=999)

    class Meta:
        model = Undertaking
        fields = ("q", "stage", "unit", "document", "task")

    def by_text(self, rows: QuerySet[Undertaking], name: str, value: str) -> QuerySet[Undertaking]:
        return undertakings.searched(rows, value)

    def by_stage(self, rows: QuerySet[Undertaking], name: str, value: str) -> QuerySet[Undertaking]:
        return undertakings.in_stage(rows, value, on=local_date())


def filtered_undertakings(data: Any, rows: QuerySet[Undertaking], request: Any) -> QuerySet[Undertaking]:
    """Rows the address asks for, the nearest deadline first."""
    found: QuerySet[Undertaking] = UndertakingFilter(data, queryset=rows, request=request).qs
    return found.order_by("due_on", "id")
