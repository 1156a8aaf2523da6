"""Puts into the API's description what no single view says: the header Idempotency-Key of every unsafe call."""

from typing import Any

UNSAFE = ("post", "put", "patch", "delete")
PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 200},
    "description": "Own text, one a call: the call is done once, asked again it gives the same answer.",
}


def add_idempotency_key(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular."""
    for methods in result.get("paths", {}).values():
        for method, operation in methods.items():
            if method in UNSAFE:
                operation.setdefault("parameters", []).append(dict(PARAMETER))
    return result
