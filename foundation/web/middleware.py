"""Around every request: its identifier in pages, logs and trail; domain errors as pages; keyed API calls done once."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from foundation.audit.context import request_id
from foundation.web import denied, errors
from foundation.web.idempotency import HEADER, answered_once
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


class IdempotencyMiddleware:
    """Stands innermost: an unsafe API call with an Idempotency-Key is done once for each person and key."""

    SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None or request.method in self.SAFE or not request.path.startswith(errors.API_PREFIX):
            return self.get_response(request)
        try:
            request.resolver_match = resolve(request.path_info)  # the body of a form is measured against its route
        except Resolver404:
            return self.get_response(request)
        user = self._caller(request)
        if user is None:
            return self.get_response(request)  # the API itself says why it does not know the caller
        return answered_once(request, user=user, key=key, act=self.get_response)

    def _caller(self, request: HttpRequest) -> Any:
        """Who calls, as the API itself would say; its look for the token of a form reads the body as the view will."""
        usual = APIView()
        is_form = (request.content_type or "").startswith("multipart/")
        _ = request.POST if is_form else request.body  # read once, kept for all who look later
        before = request.user
        try:
            user = Request(request, usual.get_parsers(), usual.get_authenticators()).user
        except APIException:
            return None
        finally:
            request.user = before  # asking must leave no trace: the view asks again
        return user if user.is_authenticated else None
