"""The own inbox under /api/v1/notifications/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.audit.context import Actor
from foundation.notifications import inbox, selectors, why
from foundation.notifications.filters import NotificationFilter
from foundation.notifications.models import Notification
from foundation.notifications.notify import mark_read
from foundation.notifications.serializers import (
    HandleNoteSerializer,
    MarkedSerializer,
    MarkReadSerializer,
    NotificationSerializer,
    SentencesSerializer,
    SnoozeSerializer,
)
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters


class NotificationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Notification]):
    """Only the reader's own notifications exist here."""

    permission_classes = (IsAuthenticated,)
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    queryset = Notification.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> Actor:
        return cast(Actor, self.request.user)

    def get_queryset(self) -> QuerySet[Notification]:
        if not self.request.user.is_authenticated:
            return Notification.objects.none()
        return selectors.inbox(user=self.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(NotificationFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(request=MarkReadSerializer, responses=MarkedSerializer)
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """Mark the given own notifications as read, or all when no ids are given."""
        form = MarkReadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response({"marked": mark_read(by=self.user, ids=form.validated_data.get("ids"))})

    @extend_schema(request=HandleNoteSerializer, responses=NotificationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def handle(self, request: Request, pk: str) -> Response:
        """It is done; refused while the matter can be seen to stand."""
        inbox.own_line(by=self.user, pk=int(pk))
        form = HandleNoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        done = inbox.handle(pk=int(pk), on=local_date(), by=self.user, **form.validated_data)
        return Response(NotificationSerializer(done).data)

    @extend_schema(request=SnoozeSerializer, responses=NotificationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def snooze(self, request: Request, pk: str) -> Response:
        """Put it off until a day, with the reason."""
        inbox.own_line(by=self.user, pk=int(pk))
        form = SnoozeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        done = inbox.snooze(pk=int(pk), on=local_date(), by=self.user, **form.validated_data)
        return Response(NotificationSerializer(done).data)

    @extend_schema(responses=SentencesSerializer)
    @action(detail=True, methods=["get"], filterset_class=None)
    def why(self, request: Request, pk: str) -> Response:
        """Why it came to the reader."""
        return Response({"sentences": why.why_told(inbox.own_line(by=self.user, pk=int(pk)))})
