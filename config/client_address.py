"""The address a request came from, believing exactly as many proxies as the installation has."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The last address that a trusted proxy saw; what the client wrote before it is ignored."""
    count: int = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if count and len(forwarded) >= count:
        return str(forwarded[-count])
    return str(request.META.get("REMOTE_ADDR", ""))
