"""Downloading a file in the browser."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from foundation.audit.context import Actor
from foundation.files.services.reading import opened, readable_file
from foundation.files.serving import file_response


@login_required
@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file, decided at this request through the object it belongs to."""
    user = cast("Actor", request.user)
    file = readable_file(public_id=public_id, by=user)
    if request.method == "HEAD":
        return HttpResponse(content_type=file.media_type)
    return file_response(file, opened(file=file, by=user))
