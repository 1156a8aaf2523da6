"""Units and holidays under /api/v1/: read only, within the reader's reach."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.access import require, visible_to
from foundation.web.strict import only_parameters
from organization.filters import HolidayApiFilter, UnitApiFilter
from organization.models import Holiday, Unit
from organization.selectors.units import tree
from organization.serializers import HolidaySerializer, UnitSerializer


class UnitViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Unit]):
    """Units in tree order, past and future ones included unless `on` names a day."""

    serializer_class = UnitSerializer
    filterset_class = UnitApiFilter
    queryset = Unit.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Unit]:
        require(self.request.user, "unit.read")
        return tree(self.request.user).select_related("parent")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(UnitApiFilter.base_filters))
        return super().list(request, *args, **kwargs)


class HolidayViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Holiday]):
    """Public holidays and the weekend days worked in exchange, by date."""

    serializer_class = HolidaySerializer
    filterset_class = HolidayApiFilter
    queryset = Holiday.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Holiday]:
        require(self.request.user, "holiday.read")
        return visible_to(self.request.user, Holiday.objects.order_by("date"), action="read")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(HolidayApiFilter.base_filters))
        return super().list(request, *args, **kwargs)
