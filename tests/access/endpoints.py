"""Every unsafe endpoint of the API as (route, method), asked of the resolver; every column of every business table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps

from tests.access.routes import UNSAFE, Route, all_routes

TECHNICAL = {"auth", "contenttypes", "sessions", "axes", "otp_totp", "otp_static", "outbox", "audit"}


@dataclass(frozen=True)
class Endpoint:
    """One act of the API; `name` is how the tests' lists call it."""

    route: Route
    method: str

    @property
    def name(self) -> str:
        return f"{self.route.name} {self.method.upper()}"


@lru_cache(maxsize=1)
def unsafe_endpoints() -> tuple[Endpoint, ...]:
    return tuple(_found())


def _found() -> Iterator[Endpoint]:
    for route in all_routes():
        if route.is_api:
            yield from (Endpoint(route, method) for method in UNSAFE if method.upper() in route.methods)


@lru_cache(maxsize=1)
def all_columns() -> frozenset[str]:
    """Names of all fields and columns, so `person` and `person_id` both."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in TECHNICAL:
            for field in model._meta.concrete_fields:
                found |= {field.name, field.attname}
    return frozenset(found)
