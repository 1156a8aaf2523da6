"""Downloading a file over the API: GET /api/v1/files/<public id>/."""

from typing import cast

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from foundation.audit.context import Actor
from foundation.files.services.reading import opened, readable_file
from foundation.files.serving import file_response


class DownloadView(APIView):
    """The bytes of one file, as an attachment."""

    permission_classes = (IsAuthenticated,)
    http_method_names = ["get", "head", "options"]

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: str) -> HttpResponseBase:
        user = cast("Actor", request.user)
        file = readable_file(public_id=public_id, by=user)
        return file_response(file, opened(file=file, by=user, source="api"))
