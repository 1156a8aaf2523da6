"""Indicators under /api/v1/indicators/: read only."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from directives.filters import IndicatorFilter
from directives.models import Indicator
from directives.serializers.catalogues import IndicatorSerializer
from foundation.access import require, visible_to
from foundation.web.strict import only_parameters


class IndicatorViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Indicator]):
    """Indicators of the catalogues, past wordings included unless `on` names a day."""

    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    queryset = Indicator.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Indicator]:
        require(self.request.user, "indicator.read")
        rows = Indicator.objects.select_related("group", "version__catalogue", "replaces", "confirmed_by")
        return visible_to(self.request.user, rows, "read").order_by("version_id", "group__number", "number")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(IndicatorFilter.base_filters))
        return super().list(request, *args, **kwargs)
