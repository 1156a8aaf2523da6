"""Every route the resolver knows, with what the matrix says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from foundation.access.matrix import matrix

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
UNSAFE = ("post", "put", "patch", "delete")
MISSING = {
    "pk": "987654321",
    "code": "KHONG-CO",
    "period": "2019-01",
    "year": "2019",
    "step": "execute",
    "key": "KHONG-CO",
    "public_id": "f" * 32,
}


@dataclass(frozen=True)
class Route:
    """One URL pattern: its dotted name and its address with `<name>` for each parameter."""

    name: str
    template: str
    parameters: tuple[str, ...]

    def address(self, **values: Any) -> str:
        path = self.template
        for parameter in self.parameters:
            value = str(values.get(parameter, MISSING.get(parameter, "987654321")))
            path = path.replace(f"<{parameter}>", value)
        return path

    @property
    def entry(self) -> dict[str, Any]:
        return dict(matrix().routes.get(self.name, {}))

    @property
    def is_api(self) -> bool:
        return self.template.startswith("/api/")

    @property
    def methods(self) -> tuple[str, ...]:
        """Those that differ for a reader: a page is read or posted to, a resource takes what its view has."""
        if not self.is_api:
            return ("GET", "POST")
        view: Any = resolve(self.address()).func
        known = getattr(view, "actions", None) or [name for name in ("get", *UNSAFE) if hasattr(view.cls, name)]
        listed = [name.lower() for name in view.cls.http_method_names]
        return tuple(name.upper() for name in ("get", *UNSAFE) if name in known and name in listed)


def all_routes() -> list[Route]:
    return sorted(_of(get_resolver(), "/", ""), key=lambda route: (route.name, route.template))


def _of(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        text = prefix + _readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _of(pattern, text, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name}", text, tuple(re.findall(r"<(\w+)>", text)))


def _readable(pattern: str) -> str:
    """`<int:pk>` and `(?P<pk>...)` both as `<pk>`; anchors away."""
    text = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern)
    while found := re.search(r"\(\?P<(\w+)>", text):
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0) if text[end - 1] != "\\" else 0
            end += 1
        text = text[: found.start()] + f"<{found.group(1)}>" + text[end:]
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".").replace("/?", "/")
