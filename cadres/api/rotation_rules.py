"""Rules, listed posts, exceptions and rounds of rotation in the API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cadres.api import rotation_serializers as bodies
from cadres.api.history import Rows
from cadres.filters_rotation import (
    ListedPostFilter,
    RotationExceptionFilter,
    RotationRoundFilter,
    RotationRuleFilter,
)
from cadres.forms.rotation import ExceptionForm, RoundForm, errors_of
from cadres.models import ListedPost, RotationException, RotationRound, RotationRule
from cadres.selectors import rotation as selectors
from cadres.services import rotation_exceptions, rotation_rounds
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from organization.models import Unit
from organization.selectors.units import force_condition


class RotationRuleViewSet(Rows):
    serializer_class = bodies.RotationRuleSerializer
    filterset_class = RotationRuleFilter
    queryset = RotationRule.objects.none()
    object_name = "rotation_rule"
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[RotationRule]:
        return RotationRule.objects.order_by("id")


class ListedPostViewSet(Rows):
    serializer_class = bodies.ListedPostSerializer
    filterset_class = ListedPostFilter
    queryset = ListedPost.objects.none()
    object_name = "listed_post"
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[ListedPost]:
        return ListedPost.objects.order_by("group", "code")


class RotationExceptionViewSet(Rows):
    serializer_class = bodies.RotationExceptionSerializer
    filterset_class = RotationExceptionFilter
    queryset = RotationException.objects.none()
    object_name = "rotation_exception"

    def get_queryset(self) -> QuerySet[RotationException]:
        return selectors.exceptions_for(self.user)

    @extend_schema(request=bodies.RotationExceptionBody, responses={201: bodies.RotationExceptionSerializer})
    def create(self, request: Request) -> Response:
        """Enter what a document of the competent body allowed."""
        require(self.user, "rotation_exception.create")
        data = self.body(bodies.RotationExceptionBody(data=request.data))
        units = visible_to(self.user, Unit.objects.filter(force_condition(local_date())))
        codes = [("", "")] + [(code, code) for code in selectors.rule_codes()]
        form = ExceptionForm(data, pools={"units": units}, choices={"rule_code": codes})
        if not form.is_valid():
            raise ValidationError(errors_of(form))
        made = rotation_exceptions.enter_exception(today=local_date(), by=self.user, source="api", **form.cleaned_data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=bodies.RotationEndBody, responses=bodies.RotationExceptionSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """It was taken back before its day."""
        row = self.found(pk, "end")
        data = self.body(bodies.RotationEndBody(data=request.data))
        version = data.pop("row_version", None)
        done = rotation_exceptions.end_exception(
            exception=row, version=version, today=local_date(), by=self.user, source="api", **data
        )
        return Response(self.get_serializer(done).data)


class RotationRoundViewSet(Rows):
    serializer_class = bodies.RotationRoundSerializer
    filterset_class = RotationRoundFilter
    queryset = RotationRound.objects.none()
    object_name = "rotation_round"
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[RotationRound]:
        return selectors.rounds_for(self.user)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(selectors.one_round(self.user, kwargs["code"])).data)

    @extend_schema(request=bodies.RotationRoundBody, responses={201: bodies.RotationRoundSerializer})
    def create(self, request: Request) -> Response:
        """Draw up the plan of a period."""
        require(self.user, "rotation_round.create")
        data = self.body(bodies.RotationRoundBody(data=request.data))
        units = visible_to(self.user, Unit.objects.filter(force_condition(local_date())), "rotation_round.create")
        form = RoundForm(data, pools={"units": units})
        if not form.is_valid():
            raise ValidationError(errors_of(form))
        made = rotation_rounds.draw_up(by=self.user, source="api", **form.cleaned_data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=bodies.RotationApproveBody, responses=bodies.RotationRoundSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, code: str) -> Response:
        row = self._round(code, "approve")
        data = self.body(bodies.RotationApproveBody(data=request.data))
        done = rotation_rounds.approve(round=row, today=local_date(), by=self.user, source="api", **data)
        return Response(self.get_serializer(done).data)

    @extend_schema(request=bodies.RotationNothing, responses=bodies.RotationRoundSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        row = self._round(code, "close")
        self.body(bodies.RotationNothing(data=request.data))
        return Response(self.get_serializer(rotation_rounds.close(round=row, by=self.user, source="api")).data)

    @extend_schema(request=bodies.RotationReason, responses=bodies.RotationRoundSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        row = self._round(code, "close")
        data = self.body(bodies.RotationReason(data=request.data))
        done = rotation_rounds.cancel_round(round=row, by=self.user, source="api", **data)
        return Response(self.get_serializer(done).data)

    def _round(self, code: str, act: str) -> RotationRound:
        row = selectors.one_round(self.user, code)
        require(self.user, f"rotation_round.{act}", row)
        return row
