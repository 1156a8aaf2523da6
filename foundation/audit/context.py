"""Who acts, and in which request: read by the capture trigger through transaction-local settings."""

from contextvars import ContextVar
from typing import Protocol


class Actor(Protocol):
    """What the trail needs to know of the person who acts."""

    @property
    def pk(self) -> int: ...

    username: str


request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Identifier of the request, job or command under way; empty outside of one."""
