"""Objections under /api/v1/objections/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from evaluations.api.bodies import AnswerBody, VersionBody, body
from evaluations.api.filters import ObjectionFilter
from evaluations.api.serializers import ObjectionSerializer
from evaluations.models import Objection
from evaluations.services import objections
from foundation.access import visible_to
from foundation.access.sensitive import note_list, note_read
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters


class ObjectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Objection]):
    """Own objections, and those within the reader's reach."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ObjectionSerializer
    filterset_class = ObjectionFilter
    queryset = Objection.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Objection]:
        if not self.request.user.is_authenticated:
            return Objection.objects.none()
        rows = Objection.objects.select_related("evaluation__unit")
        return visible_to(self.request.user, rows.order_by("-filed_at", "-id"))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(ObjectionFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        note_list(self.user, rows or (), name="objection.listed", source="api")
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        note_read(self.user, found, source="api")
        return self._answer(found)

    def _answer(self, objection: Objection) -> Response:
        return Response(self.get_serializer(objection).data)

    @extend_schema(request=AnswerBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def answer(self, request: Request, code: str) -> Response:
        """The head answers with a reason."""
        data = body(AnswerBody(data=request.data))
        return self._answer(
            objections.answer(
                objection=self.get_object(),
                text=data["text"],
                outcome=data["outcome"],
                version=data["row_version"],
                by=self.user,
                on=local_date(),
            )
        )

    @extend_schema(request=VersionBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def escalate(self, request: Request, code: str) -> Response:
        """Carry the objection to the level above."""
        data = body(VersionBody(data=request.data))
        return self._answer(
            objections.escalate(objection=self.get_object(), version=data["row_version"], by=self.user, on=local_date())
        )

    @extend_schema(request=AnswerBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], url_path="answer-above", filterset_class=None)
    def answer_above(self, request: Request, code: str) -> Response:
        """The level above speaks last."""
        data = body(AnswerBody(data=request.data))
        return self._answer(
            objections.answer_above(
                objection=self.get_object(),
                text=data["text"],
                outcome=data["outcome"],
                version=data["row_version"],
                by=self.user,
            )
        )

    @extend_schema(request=VersionBody, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, code: str) -> Response:
        """The person takes the objection back."""
        data = body(VersionBody(data=request.data))
        return self._answer(objections.withdraw(objection=self.get_object(), version=data["row_version"], by=self.user))
