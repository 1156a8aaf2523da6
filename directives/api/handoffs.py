"""Matters passed on and limits of extensions under /api/v1/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.filters import HandoffFilter
from directives.models import AssignmentHandoff, ExtensionLimit
from directives.selectors import handoffs as selectors
from directives.serializers.assignments import ReasonSerializer
from directives.serializers.story import ExtensionLimitSerializer, HandoffSerializer, NewAnswerSerializer
from directives.services import handoffs as services
from foundation.access import require, visible_to
from foundation.web.strict import only_parameters


class HandoffViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[AssignmentHandoff]):
    """Matters passed on, as both sides may read them."""

    permission_classes = (IsAuthenticated,)
    serializer_class = HandoffSerializer
    filterset_class = HandoffFilter
    queryset = AssignmentHandoff.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[AssignmentHandoff]:
        return selectors.readable(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "assignment_handoff.read")
        only_parameters(request, set(HandoffFilter.Meta.fields))
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NewAnswerSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def answer(self, request: Request, pk: str) -> Response:
        """The receiver's answer."""
        row = selectors.one(self.user, int(pk))
        require(self.user, "assignment_handoff.answer", row)
        form = NewAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        done = services.answer(handoff=row, by=self.user, source="api", **form.validated_data)
        return Response(HandoffSerializer(done).data)

    @extend_schema(request=ReasonSerializer, responses=HandoffSerializer)
    @action(detail=True, methods=["post"], url_path="take-back", filterset_class=None)
    def take_back(self, request: Request, pk: str) -> Response:
        """The matter no longer waits."""
        row = selectors.one(self.user, int(pk))
        require(self.user, "assignment_handoff.withdraw", row)
        form = ReasonSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        done = services.take_back(handoff=row, by=self.user, source="api", **form.validated_data)
        return Response(HandoffSerializer(done).data)


class ExtensionLimitViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ExtensionLimit]):
    """How often and how far a deadline may be moved, as dated rows, each verified or not."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ExtensionLimitSerializer
    queryset = ExtensionLimit.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[ExtensionLimit]:
        return visible_to(self.request.user, ExtensionLimit.objects.all()).order_by("kind", "-valid_from", "id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "extension_limit.read")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)
