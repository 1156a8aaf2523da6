"""Filters of the lists, the same for pages, exports and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cadres.enums import AbsenceKind, EmploymentKind, KinshipKind, PositionKind, PostingKind
from cadres.models import Absence, FamilyTie, Person, PlanningEntry, Position, Posting
from cadres.rules.names import search_key
from cadres.selectors import people
from cadres.selectors.postings import in_force
from foundation.access import fields_always_readable, visible_to
from foundation.web.clock import local_date
from foundation.workflow.errors import Forbidden
from organization.models import Unit

STATUS = [("serving", "serving"), ("left", "left"), ("all", "all")]


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Without `status` only those who serve today are listed."""

    q = django_filters.CharFilter(method="by_text")
    unit = django_filters.CharFilter(method="by_unit")
    kind = django_filters.ChoiceFilter(field_name="employment_kind", choices=EmploymentKind.choices)
    post = django_filters.ChoiceFilter(method="by_post", choices=PositionKind.choices)
    party = django_filters.BooleanFilter(method="by_party")
    status = django_filters.ChoiceFilter(method="by_status", choices=STATUS, empty_label=None)

    class Meta:
        model = Person
        fields = ("q", "unit", "kind", "post", "party", "status")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        if not data.get("status"):
            data["status"] = "serving"
        super().__init__(data, *args, **kwargs)

    def by_text(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return people.searched(rows, value)

    def by_unit(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        unit = visible_to(self.request.user, Unit.objects.filter(code=value)).first()
        return people.in_unit(rows, unit) if unit is not None else rows.none()

    def by_post(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return people.holding(rows, position_kind=value, on=local_date())

    def by_party(self, rows: QuerySet[Person], name: str, value: bool) -> QuerySet[Person]:
        if not may_filter_by_party(self.request.user):
            raise Forbidden(_("You may not filter by what you may not read."), field="party", code="filter_closed")
        return people.party_members(rows, member=value)

    def by_status(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        if value == "all":
            return rows
        today = local_date()
        return people.serving(rows, on=today) if value == "serving" else rows.filter(left_on__lte=today)


def may_filter_by_party(user: Any) -> bool:
    """A filter tells as much as the field: it is open where the field is readable on every row."""
    return "party_membership" in fields_always_readable(user, Person)


class PostingFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    person = django_filters.CharFilter(field_name="person__code")
    unit = django_filters.CharFilter(field_name="unit__code")
    kind = django_filters.ChoiceFilter(choices=PostingKind.choices)
    on = django_filters.DateFilter(method="by_day")
    needs_confirmation = django_filters.BooleanFilter()

    class Meta:
        model = Posting
        fields = ("person", "unit", "kind", "on", "needs_confirmation")

    def by_day(self, rows: QuerySet[Posting], name: str, value: Any) -> QuerySet[Posting]:
        return rows.filter(in_force(value))


class AbsenceFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """`since` and `until` ask for absences with a day between the two; `unit` for people of it and below."""

    person = django_filters.CharFilter(field_name="person__code")
    unit = django_filters.CharFilter(method="by_unit")
    kind = django_filters.ChoiceFilter(choices=AbsenceKind.choices)
    since = django_filters.DateFilter(field_name="ends_on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="starts_on", lookup_expr="lte")
    confirmed = django_filters.BooleanFilter()
    cancelled = django_filters.BooleanFilter()

    class Meta:
        model = Absence
        fields = ("person", "unit", "kind", "since", "until", "confirmed", "cancelled")

    def by_unit(self, rows: QuerySet[Absence], name: str, value: str) -> QuerySet[Absence]:
        unit = visible_to(self.request.user, Unit.objects.filter(code=value)).first()
        return rows.filter(person__unit__path__startswith=unit.path) if unit is not None else rows.none()


class FamilyTieFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    person = django_filters.CharFilter(field_name="person__code")
    kind = django_filters.ChoiceFilter(choices=KinshipKind.choices)
    ended = django_filters.BooleanFilter(field_name="ended_on", lookup_expr="isnull", exclude=True)

    class Meta:
        model = FamilyTie
        fields = ("person", "kind", "ended")


class PlanningFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    person = django_filters.CharFilter(field_name="person__code")
    position = django_filters.NumberFilter(field_name="position_id")
    ended = django_filters.BooleanFilter(field_name="ended_on", lookup_expr="isnull", exclude=True)

    class Meta:
        model = PlanningEntry
        fields = ("person", "position", "ended")


class PositionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="by_text")
    kind = django_filters.ChoiceFilter(choices=PositionKind.choices)

    class Meta:
        model = Position
        fields = ("q", "kind")

    def by_text(self, rows: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        return rows.filter(search_key__contains=search_key(value))
