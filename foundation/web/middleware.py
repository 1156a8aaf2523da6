"""Around every request: an identifier that ties pages, logs and the trail; domain errors turned into pages."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from foundation.audit.context import request_id
from foundation.web import denied, errors
from foundation.workflow.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an identifier of our own making and sends it back as X-Request-ID."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class DomainErrorMiddleware:
    """Answers a DomainError that a view let through with the page that fits it; refusals are recorded."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        denied.note_denied(request, exception)
        return errors.domain_error(request, exception) if isinstance(exception, DomainError) else None
