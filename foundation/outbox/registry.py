"""Which function does which task; apps fill it from their tasks.py with @task("app.verb")."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.outbox.progress import Progress

Payload = dict[str, Any]
Result = Mapping[str, Any] | None
Handler = Callable[[Payload, Progress], Result]
DeadHook = Callable[[Any], None]

_handlers: dict[str, Handler] = {}
_dead_hooks: list[DeadHook] = []


class UnknownTask(LookupError):
    """A job names a task that no app has registered."""


def task(name: str) -> Callable[[Handler], Handler]:
    """Register a handler(payload, progress). It must be safe to run twice and in parallel."""

    def register(handler: Handler) -> Handler:
        known = _handlers.get(name)
        if known is not None and (known.__module__, known.__qualname__) != (handler.__module__, handler.__qualname__):
            raise ValueError(f"Two handlers for the task {name!r}.")
        _handlers[name] = handler
        return handler

    return register


def handler_of(name: str) -> Handler:
    try:
        return _handlers[name]
    except KeyError:
        raise UnknownTask(f"No app has registered the task {name!r}.") from None


def task_names() -> list[str]:
    return sorted(_handlers)


def when_dead(hook: DeadHook) -> DeadHook:
    """Call hook(job) in the transaction that gives a job up, so that somebody is told."""
    if hook not in _dead_hooks:
        _dead_hooks.append(hook)
    return hook


def dead_hooks() -> list[DeadHook]:
    return list(_dead_hooks)
