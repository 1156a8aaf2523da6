"""Replacements under /api/v1/replacements/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from discipline.filters import ReplacementFilter
from discipline.models import Replacement
from discipline.selectors import replacements as selectors
from discipline.serializers.replacements import (
    OpinionBody,
    ProposeBody,
    ReplacementBody,
    ReplacementDecideBody,
    ReplacementReasonBody,
    ReplacementSerializer,
)
from discipline.services import replacements as services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput


class ReplacementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Replacement]):
    """Proposals to replace, transfer or dismiss before the end of a term, within the reader's reach."""

    serializer_class = ReplacementSerializer
    filterset_class = ReplacementFilter
    queryset = Replacement.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Replacement]:
        if not self.request.user.is_authenticated:
            return Replacement.objects.none()
        return selectors.readable(self.request.user).order_by("-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(ReplacementFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(selectors.one(self.user, kwargs["code"]))

    @extend_schema(request=ReplacementBody, responses={201: ReplacementSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Note a ground; the person is named by code."""
        require(self.user, "replacement.create")
        data = self._body(ReplacementBody(data=request.data))
        today = local_date()
        person = selectors.people_for(self.user, on=today).filter(code=data.pop("person")).first()
        if person is None:
            raise InvalidInput(_("There is nobody with this code within your reach."), field="person", code="unknown")
        made = services.create(person=person, today=today, by=self.user, source="api", **data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=ProposeBody, responses=ReplacementSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def propose(self, request: Request, code: str) -> Response:
        return self._step(code, "propose", ProposeBody(data=request.data), services.propose)

    @extend_schema(request=OpinionBody, responses=ReplacementSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def opinion(self, request: Request, code: str) -> Response:
        """Keep an opinion taken."""
        return self._step(code, "consult", OpinionBody(data=request.data), services.take_opinion)

    @extend_schema(request=ReplacementReasonBody, responses=ReplacementSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def extend(self, request: Request, code: str) -> Response:
        """More days to decide, for objective reasons."""
        return self._step(code, "decide", ReplacementReasonBody(data=request.data), services.extend, dated=False)

    @extend_schema(request=ReplacementDecideBody, responses=ReplacementSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decide(self, request: Request, code: str) -> Response:
        return self._step(code, "decide", ReplacementDecideBody(data=request.data), services.decide)

    @extend_schema(request=ReplacementReasonBody, responses=ReplacementSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def reject(self, request: Request, code: str) -> Response:
        return self._step(code, "reject", ReplacementReasonBody(data=request.data), services.reject)

    def _step(self, code: str, act: str, form: Any, call: Any, *, dated: bool = True) -> Response:
        row = selectors.one(self.user, code)
        require(self.user, f"replacement.{act}", row)
        data = self._body(form)
        today = {"today": local_date()} if dated else {}
        call(replacement=row, version=data.pop("row_version"), by=self.user, source="api", **today, **data)
        return self._answer(selectors.one(self.user, code))

    def _body(self, form: serializers.Serializer[Any]) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, row: Replacement) -> Response:
        return Response(self.get_serializer(row).data)
