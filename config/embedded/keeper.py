"""Waits until nobody uses the embedded PostgreSQL any more, then stops it: a safety net under kill -9."""

import fcntl
import sys
from pathlib import Path

from config.embedded.life import mutex, stop_if_unused


def keep(var: Path) -> None:
    with (var / "postgres.keeper").open("a") as alone:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        while True:
            with (var / "postgres.users").open("a") as users:
                fcntl.flock(users, fcntl.LOCK_EX)  # waits here for the last user
            with mutex(var):
                if stop_if_unused(var):
                    fcntl.flock(alone, fcntl.LOCK_UN)
                    return


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
