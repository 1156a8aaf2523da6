"""Documents and indicators under /api/v1/: read only."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from directives.filters import DocumentFilter, IndicatorFilter
from directives.models import Document, Indicator
from directives.selectors import catalogues as selectors
from directives.serializers.catalogues import DocumentDetailSerializer, DocumentSerializer, IndicatorSerializer
from foundation.access import require, visible_to
from foundation.web.strict import only_parameters


class DocumentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Document]):
    """Documents that tasks, rules and reports point at; one of them with its tasks."""

    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    queryset = Document.objects.none()
    lookup_field = "code"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Document]:
        require(self.request.user, "document.read")
        return selectors.documents_for(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(DocumentFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=DocumentDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(DocumentDetailSerializer(selectors.document_by_code(request.user, kwargs["code"])).data)


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
