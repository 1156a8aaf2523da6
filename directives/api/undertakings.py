"""Undertakings under /api/v1/undertakings/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.filters import UndertakingFilter
from directives.models import Undertaking
from directives.selectors import undertakings as selectors
from directives.serializers.assignments import ReasonSerializer
from directives.serializers.undertakings import NothingSerializer, ReportSerializer, UndertakingSerializer
from directives.services import undertakings as services
from foundation.access import require
from foundation.web.strict import only_parameters


class UndertakingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Undertaking]):
    """Undertakings within the reader's reach."""

    serializer_class = UndertakingSerializer
    filterset_class = UndertakingFilter
    queryset = Undertaking.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Undertaking]:
        require(self.request.user, "undertaking.read")
        rows = selectors.readable(self.request.user).select_related("reported_by", "settled_by", "created_by")
        return rows.order_by("due_on", "id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(UndertakingFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(selectors.one(self.user, kwargs["code"]))

    @extend_schema(request=ReportSerializer, responses=UndertakingSerializer)
    @action(detail=True, methods=["post"])
    def report(self, request: Request, code: str) -> Response:
        """Report progress, or that it is done."""
        row = self._found(code, "report")
        services.report(undertaking=row, by=self.user, source="api", **self._body(ReportSerializer(data=request.data)))
        return self._answer(row)

    @extend_schema(request=NothingSerializer, responses=UndertakingSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, code: str) -> Response:
        row = self._found(code, "accept")
        self._body(NothingSerializer(data=request.data))
        return self._answer(services.accept(undertaking=row, by=self.user, source="api"))

    @extend_schema(request=ReasonSerializer, responses=UndertakingSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, code: str) -> Response:
        row = self._found(code, "send_back")
        data = self._body(ReasonSerializer(data=request.data))
        return self._answer(services.send_back(undertaking=row, by=self.user, source="api", **data))

    def _found(self, code: str, act: str) -> Undertaking:
        row = selectors.one(self.user, code)
        require(self.user, f"undertaking.{act}", row)
        return row

    def _body(self, form: Any) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, row: Undertaking) -> Response:
        return Response(UndertakingSerializer(row).data)
