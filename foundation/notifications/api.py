"""The own inbox under /api/v1/notifications/."""

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.audit.context import Actor
from foundation.notifications import selectors
from foundation.notifications.models import Notification
from foundation.notifications.notify import mark_read
from foundation.notifications.serializers import MarkedSerializer, MarkReadSerializer, NotificationSerializer
from foundation.web.strict import only_parameters


class NotificationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    unread = django_filters.BooleanFilter(method="only_unread")
    kind = django_filters.CharFilter(field_name="kind")

    class Meta:
        model = Notification
        fields = ("unread", "kind")

    def only_unread(self, queryset: QuerySet[Notification], name: str, value: bool) -> QuerySet[Notification]:
        return queryset.filter(read_at__isnull=True, handled_at__isnull=True) if value else queryset


class NotificationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Notification]):
    """Only the reader's own notifications exist here."""

    permission_classes = (IsAuthenticated,)
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    queryset = Notification.objects.none()
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Notification]:
        if not self.request.user.is_authenticated:
            return Notification.objects.none()
        return selectors.inbox(user=self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(NotificationFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(request=MarkReadSerializer, responses=MarkedSerializer)
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """Mark the given own notifications as read, or all when no ids are given."""
        form = MarkReadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response({"marked": mark_read(by=cast(Actor, request.user), ids=form.validated_data.get("ids"))})
