"""Figures of units under /api/v1/measures/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.enums import MeasureSource
from directives.filters import MeasureFilter
from directives.models import MeasureValue
from directives.rules.measures import first_day
from directives.selectors import measures as selectors
from directives.serializers.measures import FiguresSerializer, MeasureKindSerializer, MeasureSerializer
from directives.services.measures import UnitFigures, record_figures
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput

WRITTEN = inline_serializer("FiguresWritten", {"written": serializers.IntegerField()})


class MeasureViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[MeasureValue]):
    """Figures within the reader's reach; a POST records figures of one unit and period, all or none."""

    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    queryset = MeasureValue.objects.none()
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[MeasureValue]:
        require(self.request.user, "measure.read")
        rows = MeasureValue.objects.select_related("unit", "kind", "entered_by")
        return visible_to(self.request.user, rows).order_by("-period", "unit_id", "kind_id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(MeasureFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(request=FiguresSerializer, responses={201: WRITTEN})
    def create(self, request: Request) -> Response:
        user = cast("User", request.user)
        require(user, "measure.record")
        body = FiguresSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        unit = selectors.units_measured(user, on=data["period"], action="measure.record").filter(code=data["unit"])
        found = unit.first()
        if found is None:
            raise InvalidInput(_("There is no such unit within your reach."), field="unit")
        period = first_day(data["period"], data["span"])
        if period != data["period"]:
            raise InvalidInput(_("Give the first day of the month or year."), field="period")
        sent = {figure["kind"]: figure for figure in data["figures"]}
        seen = {kind: figure["row_version"] for kind, figure in sent.items() if "row_version" in figure}
        count = record_figures(
            figures=[UnitFigures(found, {kind: figure["value"] for kind, figure in sent.items()})],
            period=period,
            span=data["span"],
            today=local_date(),
            versions=seen or None,
            by=user,
            source=MeasureSource.API,
        )
        return Response({"written": count}, status=201)

    @extend_schema(responses=MeasureKindSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None, filterset_class=None)
    def kinds(self, request: Request) -> Response:
        """What is measured."""
        only_parameters(request, set())
        require(request.user, "measure_kind.read")
        return Response(MeasureKindSerializer(selectors.kinds(), many=True).data)
