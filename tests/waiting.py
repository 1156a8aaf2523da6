"""Waiting for something to become true, with a limit and a name for what did not come."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(condition: Callable[[], Found], *, seconds: float = 30.0, what: str = "the condition") -> Found:
    """Ask again until the answer is true, and return it; a test never sleeps for a guessed time instead."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not come true within {seconds:g} s")
        pause.wait(0.05)
