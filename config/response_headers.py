"""Headers that Django does not set by itself: nothing of a page is kept by caches, nothing is embedded elsewhere."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class ResponseHeadersMiddleware:
    """Static files keep WhiteNoise's caching; everything else is `no-store` unless a view decided otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response
