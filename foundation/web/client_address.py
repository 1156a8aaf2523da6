"""The address a request came from, believing exactly as many proxies as the installation has, and its network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The last address that a trusted proxy saw; what the client wrote before it is ignored."""
    count: int = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if count and len(forwarded) >= count:
        return str(forwarded[-count])
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What tries are counted by: the address itself, or the /64 that a subscriber has whole with IPv6."""
    address = _parsed(client_address(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "unknown")


def shortened(request: HttpRequest) -> str:
    """The address without its end, for people to recognise and not to be traced by."""
    address = _parsed(client_address(request))
    if address is None:
        return ""
    return str(ip_network((address, 24 if isinstance(address, IPv4Address) else 48), strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
