"""Processes of an earlier `make run` that was killed: found by a mark in their environment, ended before the next."""

import contextlib
import os
import sys
from pathlib import Path

import psutil

MARK = "KC_RUN_OF"
SECONDS = 10.0


def carry_mark(var: Path) -> None:
    """Begin this process again with the mark in its environment: its forks and children then all carry it."""
    if os.environ.get(MARK) != str(var):
        os.execve(sys.executable, [sys.executable, "-m", "config.run"], {**os.environ, MARK: str(var)})  # noqa: S606


def find(var: Path) -> list[psutil.Process]:
    """Every process of this user that a `make run` of this folder started."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(var):
                found.append(process)
    return found


def end(var: Path) -> None:
    """The caller holds var/run.lock, so no living run owns these processes."""
    left = find(var)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=SECONDS)[1]:
        with contextlib.suppress(psutil.Error):
            process.kill()
