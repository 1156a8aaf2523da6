"""Settings of the logs: one JSON object a line, with the request's identifier."""

import re
from typing import Any

import structlog


def add_request_id(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    from foundation.audit.context import request_id

    found = request_id.get()
    if found:
        event.setdefault("request_id", found)
    return event


ROW = re.compile(r"(?:DETAIL|LINE \d+):\s.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


def leave_out_rows(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A refusal of the database quotes the row it refused; a log may not know what is sealed (M-14)."""
    for name in ("exception", "event"):
        if ROW.search(str(event.get(name, ""))):
            event[name] = ROW.sub("(row left out)", str(event[name]))
    return event


_shared: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    add_request_id,
    structlog.processors.format_exc_info,
    leave_out_rows,
]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "celery": {"level": "INFO"},
        "celery.app.trace": {"level": "WARNING"},  # the doorbell rings every half minute; jobs log themselves
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
