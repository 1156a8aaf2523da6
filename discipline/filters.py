"""Filters of the lists of discipline, the same for the page and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from discipline.enums import CaseState, ReplacementState, Replacing, SubjectKind, Track
from discipline.models import Case, Replacement, Rule
from discipline.selectors import cases, replacements
from discipline.selectors.rule_book import in_force
from foundation.web.clock import local_date


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


REPLACEMENT_STAGES = [
    ("overdue", _("Overdue")),
    (ReplacementState.SUGGESTED.value, _("To be looked at")),
    (ReplacementState.PROPOSED.value, _("Proposed")),
    (ReplacementState.CONSULTED.value, _("To be decided")),
    (ReplacementState.DECIDED.value, _("Decided")),
    (ReplacementState.REJECTED.value, _("Not followed")),
]


class ReplacementFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text", max_length=200)
    stage = django_filters.ChoiceFilter(method="by_stage", choices=REPLACEMENT_STAGES)
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    kind = django_filters.ChoiceFilter(choices=Replacing.choices)

    class Meta:
        model = Replacement
        fields = ("q", "stage", "unit", "kind")

    def by_text(self, rows: QuerySet[Replacement], name: str, value: str) -> QuerySet[Replacement]:
        return replacements.searched(rows, value)

    def by_stage(self, rows: QuerySet[Replacement], name: str, value: str) -> QuerySet[Replacement]:
        return replacements.in_stage(rows, value, on=local_date())


def filtered_replacements(data: Any, rows: QuerySet[Replacement], request: Any) -> QuerySet[Replacement]:
    """Rows the address asks for, the newest first."""
    found: QuerySet[Replacement] = ReplacementFilter(data, queryset=rows, request=request).qs
    return found.order_by("-id")


CASE_STAGES = [
    ("intake", _("Signals")),
    ("handling", _("Being handled")),
    ("paused", _("Paused")),
    ("decided", _("Decided, in effect")),
    ("closed", _("Cases that ended")),
]
CASE_CLOCKS = [("overdue", _("Past their term")), ("soon", _("Term within 14 days")), ("paused", _("Paused"))]


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text", max_length=200)
    stage = django_filters.ChoiceFilter(method="by_stage", choices=CASE_STAGES)
    state = django_filters.ChoiceFilter(choices=CaseState.choices)
    clock = django_filters.ChoiceFilter(method="by_clock", choices=CASE_CLOCKS)
    unit = django_filters.CharFilter(method="by_unit", max_length=40)
    track = django_filters.ChoiceFilter(choices=Track.choices)

    class Meta:
        model = Case
        fields = ("q", "stage", "state", "clock", "unit", "track")

    def by_text(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.searched(rows, self.request.user, value)

    def by_stage(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.in_stage(rows, value)

    def by_clock(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.by_clock(rows, self.request.user, value, on=local_date())

    def by_unit(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.in_unit(rows, self.request.user, value)


def filtered_cases(data: Any, rows: QuerySet[Case], request: Any) -> QuerySet[Case]:
    """Rows the address asks for, in its order."""
    found = CaseFilter(data, queryset=rows, request=request)
    return cases.ordered(found.qs, request.user, data.get("sort", ""), on=local_date())


class CaseApiFilter(CaseFilter):
    """The same questions, and two that programs ask: the kind of subject, and what is due by a day."""

    subject_kind = django_filters.ChoiceFilter(choices=SubjectKind.choices)
    due_by = django_filters.DateFilter(method="by_due")

    class Meta:
        model = Case
        fields = (*CaseFilter.Meta.fields, "subject_kind", "due_by")

    def by_due(self, rows: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        return cases.due_by(rows, self.request.user, value, on=local_date())
