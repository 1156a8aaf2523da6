"""One shape for every API error: {"error": {code, message, field, row, details, request_id}}."""

from typing import Any

from foundation.audit.context import request_id


def error_body(
    code: str, message: Any, *, field: str = "", row: int | None = None, details: Any = None
) -> dict[str, Any]:
    """The JSON of an error; what does not apply is null or empty."""
    return {
        "error": {
            "code": code,
            "message": str(message),
            "field": field or None,
            "row": row,
            "details": details or {},
            "request_id": request_id.get(),
        }
    }
