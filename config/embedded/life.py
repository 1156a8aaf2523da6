"""Who uses the embedded PostgreSQL: the first user starts it, the last one stops it, however each of them ends.

Every user holds a shared lock on var/postgres.users for as long as it lives; the kernel lets go of it even after
kill -9. Starting and stopping happen under var/postgres.lock, and only who can lock the users' file alone may stop.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config.embedded import cluster, place
from config.env import BASE_DIR


@contextmanager
def mutex(var: Path) -> Iterator[None]:
    with (var / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Use:
    """One process's use of the embedded PostgreSQL, from `begin` to `end`."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._users: IO[str] | None = None
        self._pid = os.getpid()

    def begin(self) -> "Use":
        place.prepare(self.var)
        place.secret_made(self.var, "django")
        with mutex(self.var):
            users = (self.var / "postgres.users").open("a")
            fcntl.flock(users, fcntl.LOCK_SH)
            self._users = users
            os.register_at_fork(after_in_child=users.close)  # a forked child must not count as a user of its own
            self.revive()
            start_keeper(self.var)
        return self

    def revive(self) -> None:
        """Start the server if it does not answer; the caller holds the mutex."""
        if not cluster.answers(self.var, "kycuong"):
            cluster.start(self.var)
        elif not cluster.has_every_role(self.var):  # started by an earlier version that knew fewer
            cluster.prepare(self.var)

    def keep_alive(self) -> None:
        """For a long-lived owner: a server that was killed is started again."""
        if not cluster.answers(self.var):
            with mutex(self.var):
                self.revive()

    def end(self) -> None:
        """Stop using it; the last user stops the server. A forked child of the user changes nothing."""
        if self._users is None or os.getpid() != self._pid:
            return
        with mutex(self.var):
            self._users.close()
            self._users = None
            # The keeper may hold the users' file for an instant after it learnt that nobody is left: ask once more.
            if not stop_if_unused(self.var):
                time.sleep(0.03)
                stop_if_unused(self.var)


def stop_if_unused(var: Path) -> bool:
    """Stop the server when nobody uses it; the caller holds the mutex."""
    with (var / "postgres.users").open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        cluster.stop(var)
        return True


def start_keeper(var: Path) -> None:
    """A small process that stops the server if all its users were killed; one is enough."""
    with (var / "postgres.keeper").open("a") as alone:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
    subprocess.Popen(
        [sys.executable, "-m", "config.embedded.keeper", str(var)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=BASE_DIR,
        env={name: value for name, value in os.environ.items() if name != "KC_RUN_OF"},  # see config/run_leftovers.py
        start_new_session=True,
    )


def ensure(var: Path | None = None) -> Use | None:
    """Make sure that a database can be reached until this process ends; None when DATABASE_URL names one."""
    if os.environ.get("DATABASE_URL"):
        return None
    use = Use(var or place.var_dir()).begin()
    atexit.register(use.end)
    return use
