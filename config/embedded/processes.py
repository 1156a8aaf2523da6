"""Finding and ending the processes of one PostgreSQL data folder; postmaster.pid is never believed."""

import contextlib
import signal
import time
from pathlib import Path

import psutil

STOP_SECONDS = 60.0
ORPHAN_SECONDS = 10.0


def of_folder(data: Path) -> list[psutil.Process]:
    """Every living PostgreSQL process whose working folder is this data folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if not is_postgres(process) or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.cwd() == str(data):
                found.append(process)
    return found


def is_postgres(process: psutil.Process) -> bool:
    return str(process.name()).startswith("postgres")


def postmaster(data: Path) -> psutil.Process | None:
    """The server itself; its children carry a title such as "postgres: checkpointer" instead of the command."""
    for process in of_folder(data):
        with contextlib.suppress(psutil.Error):
            command = process.cmdline()
            if len(command) > 1 and not command[0].startswith("postgres:"):
                return process
    return None


def stop(data: Path) -> None:
    """Fast shutdown, waited for; a server that does not end in time is ended the hard way (recovery follows)."""
    server = postmaster(data)
    if server is not None:
        for number in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(psutil.Error):
                server.send_signal(number)
            if gone(server, STOP_SECONDS):
                break
    end_all(data)


def end_all(data: Path) -> None:
    """Wait for processes without a server to leave; end those that stay. Only then may a new server start."""
    until = time.monotonic() + ORPHAN_SECONDS
    while left := of_folder(data):
        if time.monotonic() > until:
            for process in left:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        time.sleep(0.05)


def gone(process: psutil.Process, seconds: float) -> bool:
    """Whether the process ended in time; a child of ours is waited for, a zombie of another counts as ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(psutil.TimeoutExpired, psutil.Error):
            process.wait(timeout=0.05)
            return True
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.Error:
            return True
    return False
