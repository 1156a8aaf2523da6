"""Alerts within reach and their policies under /api/v1/alerts/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.access import require, visible_to
from foundation.audit.context import Actor
from foundation.notifications import policy_changes, why
from foundation.notifications.filters import AlertFilter
from foundation.notifications.models import Alert, AlertPolicy
from foundation.notifications.serializers import (
    AlertPolicySerializer,
    AlertSerializer,
    PolicyChangeSerializer,
    SentencesSerializer,
)
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import NotFound


class AlertViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Alert]):
    """Alerts of the units within reach; a matter that only those told may know of is never here."""

    permission_classes = (IsAuthenticated,)
    serializer_class = AlertSerializer
    filterset_class = AlertFilter
    queryset = Alert.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Alert]:
        return why.alerts_for(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "alert.list")
        only_parameters(request, set(AlertFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[OpenApiParameter("who", str, required=True)], responses=SentencesSerializer)
    @action(detail=True, methods=["get"], url_path="why-not", filterset_class=None)
    def why_not(self, request: Request, pk: str) -> Response:
        """Why the account `who` was told of it or was not."""
        found = self.get_queryset().filter(pk=int(pk)).first()
        if found is None:
            raise NotFound
        return Response(
            {"sentences": why.why_not(found, username=request.query_params.get("who", ""), reader=request.user)}
        )

    @extend_schema(
        parameters=[OpenApiParameter("thing", str, required=True), OpenApiParameter("code", str, required=True)],
        responses=SentencesSerializer,
    )
    @action(detail=False, methods=["get"], url_path="why-none", filterset_class=None, pagination_class=None)
    def why_none(self, request: Request) -> Response:
        """Why the thing with this code has no alert, or which it has."""
        require(request.user, "alert.list")
        given = request.query_params
        found = why.why_none(request.user, thing=given.get("thing", ""), code=given.get("code", ""), on=local_date())
        return Response({"sentences": found})


class AlertPolicyViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[AlertPolicy]):
    """Who is told of what, when, and when a superior is: dated rows, each verified or not."""

    permission_classes = (IsAuthenticated,)
    serializer_class = AlertPolicySerializer
    queryset = AlertPolicy.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[AlertPolicy]:
        return visible_to(self.request.user, AlertPolicy.objects.all()).order_by("rule", "-valid_from")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "alert_policy.read")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=PolicyChangeSerializer, responses={201: AlertPolicySerializer})
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """End the newest row of a rule the day before `valid_from` and add the next; no row is edited."""
        require(request.user, "alert_policy.change")
        found = visible_to(request.user, AlertPolicy.objects.filter(pk=int(pk)), "change").first()
        if found is None:
            raise NotFound
        form = PolicyChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kept = {"offsets": found.offsets, "told": found.told, "escalate_after": found.escalate_after}
        given = {**kept, **form.validated_data}
        made = policy_changes.change_policy(
            policy=found,
            version=given.pop("row_version"),
            on=local_date(),
            by=cast(Actor, request.user),
            source="api",
            **given,
        )
        return Response(AlertPolicySerializer(made).data, status=201)
