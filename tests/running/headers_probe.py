"""One answer of each class under the production settings, printed as JSON; test_headers.py runs it as a process."""

import json
import sys
from typing import Any

PROBES = "tests.running.headers_probe"


def main() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = PROBES
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    print(json.dumps({**answers(), **broken_middleware()}))


def answers() -> dict[str, Any]:
    from django.test import Client

    from accounts.models import User
    from tests.sessions import signed_in

    client = Client(raise_request_exception=False)
    signed = signed_in(User.objects.get(username="officer"), client=client)
    roads = {
        "page": "/people/",
        "JSON": "/api/v1/units/",
        "file": "/people/export/?format=csv",
        "redirect": "/probe/redirect/",
        "400": "/api/v1/units/?nonsense=1",
        "403": "/assignments/new/",
        "404": "/people/CB9999999/",
        "404 of the API": "/api/v1/people/CB9999999/",
        "404 of no route": "/nowhere/",
        "429": "/probe/too-many/",
        "500": "/probe/broken/",
        "500 of the API": "/api/probe/broken/",
    }
    found = {name: ask(signed, road) for name, road in roads.items()}
    found["log out"] = ask(signed, "/accounts/logout/", method="post")
    found["http"] = ask(Client(), "/people/", secure=False)
    return found


def broken_middleware() -> dict[str, Any]:
    """A 500 raised in a middleware at each place below those that set headers."""
    from django.conf import settings
    from django.test import Client

    usual, found = list(settings.MIDDLEWARE), {}
    first = usual.index("whitenoise.middleware.WhiteNoiseMiddleware")
    for place in range(first, len(usual) + 1):
        settings.MIDDLEWARE = [*usual[:place], f"{PROBES}.Broken", *usual[place:]]
        found[f"500 in middleware {place}"] = ask(Client(raise_request_exception=False), "/people/")
    settings.MIDDLEWARE = usual
    return found


def ask(client: Any, road: str, *, method: str = "get", secure: bool = True) -> dict[str, Any]:
    answer = getattr(client, method)(road, secure=secure, headers={"host": "example.invalid"})
    return {"status": answer.status_code, "headers": dict(answer.headers)}


class Broken:
    """A middleware that fails on every request."""

    def __init__(self, get_response: Any) -> None:
        pass

    def __call__(self, request: Any) -> Any:
        raise ZeroDivisionError


def __getattr__(name: str) -> Any:
    """The probe is its own URLconf: the real routes, and three that answer what no real route does on demand."""
    if name in {"handler400", "handler403", "handler404", "handler500"}:
        return getattr(sys.modules["config.urls"], name)
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.http import HttpResponseRedirect
    from django.urls import path

    from config import urls
    from foundation.web.errors import too_many

    def broken(request: Any) -> Any:
        raise ZeroDivisionError

    return [
        path("probe/redirect/", lambda request: HttpResponseRedirect("/")),
        path("probe/too-many/", too_many),
        path("probe/broken/", broken),
        path("api/probe/broken/", broken),
        *urls.urlpatterns,
    ]


if __name__ == "__main__":
    main()
