"""Filters of the lists of alerts and of the inbox."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.notifications.models import Alert, Notification

SHOWS = [("open", _("Open")), ("carried_up", _("Carried up")), ("ended", _("Ended"))]


class NotificationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    unread = django_filters.BooleanFilter(method="only_unread")
    waits = django_filters.BooleanFilter(method="only_waiting")
    kind = django_filters.CharFilter(field_name="kind")

    class Meta:
        model = Notification
        fields = ("unread", "waits", "kind")

    def only_unread(self, queryset: QuerySet[Notification], name: str, value: bool) -> QuerySet[Notification]:
        return queryset.filter(read_at__isnull=True, handled_at__isnull=True) if value else queryset

    def only_waiting(self, queryset: QuerySet[Notification], name: str, value: bool) -> QuerySet[Notification]:
        return queryset.filter(alert__waits=True, handled_at__isnull=True) if value else queryset


class AlertFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    thing = django_filters.CharFilter(field_name="thing")
    rule = django_filters.CharFilter(field_name="rule")
    code = django_filters.CharFilter(field_name="code")
    stage = django_filters.ChoiceFilter(choices=SHOWS, method="at_stage")

    class Meta:
        model = Alert
        fields = ("thing", "rule", "code", "stage")

    def at_stage(self, queryset: QuerySet[Alert], name: str, value: str) -> QuerySet[Alert]:
        if value == "carried_up":
            return queryset.filter(escalated_at__isnull=False)
        return queryset.filter(ended_at__isnull=value == "open")
