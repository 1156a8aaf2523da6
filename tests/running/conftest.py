"""Folders, commands and processes for the tests of the embedded servers."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded import cluster, processes
from config.embedded.address import BACKUP_VARIABLE, VARIABLES, WORKER_VARIABLE
from config.embedded.service_user import clear_forgotten
from config.env import BASE_DIR
from tests.servers import Running, start
from tests.waiting import wait_until

ONE_QUESTION = (
    "from config.embedded import ensure, database_urls; import psycopg2; ensure();"
    "c = psycopg2.connect(database_urls()['default']); k = c.cursor(); k.execute('SELECT 41 + 1');"
    "print(k.fetchone()[0])"
)
HOLD = (
    "import signal, threading; from config.embedded import ensure;"
    "signal.signal(signal.SIGTERM, lambda *a: exit(0)); ensure(); print('held', flush=True); threading.Event().wait()"
)


def own_environment(var: Path) -> dict[str, str]:
    servers = (*VARIABLES.values(), WORKER_VARIABLE, BACKUP_VARIABLE, "REDIS_URL")
    return {name: value for name, value in os.environ.items() if name not in servers} | {"KC_VAR_DIR": str(var)}


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users may pass through (pytest's own may not be), gone with its servers at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kc"))
    folder.chmod(0o711)
    yield folder
    for var in {path.parent for path in folder.rglob("postgres.lock")}:
        cluster.stop(var)
        clear_forgotten(var)
    wait_until(lambda: removed(folder), seconds=10, what="an empty place")


def removed(folder: Path) -> bool:
    """A keeper that is just ending may still touch its files."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


@pytest.fixture
def var(place: Path) -> Path:
    """The path of an empty var/; whatever a test leaves running there is ended."""
    return place / "var"


def ask(var: Path) -> subprocess.CompletedProcess[str]:
    """One command that needs the database, from its start to its end."""
    return subprocess.run(
        [sys.executable, "-c", ONE_QUESTION],
        cwd=BASE_DIR,
        env=own_environment(var),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def server_lives(var: Path) -> bool:
    return (var / "postgres").exists() and processes.postmaster((var / "postgres").resolve()) is not None


@pytest.fixture
def hold(var: Path, tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """A command that uses the database until it is stopped."""
    started: list[Running] = []

    def begin() -> Running:
        log = tmp_path / f"hold{len(started)}.log"
        running = start([sys.executable, "-c", HOLD], log=log, environment=own_environment(var))
        started.append(running)
        wait_until(lambda: "held" in running.output() or not running.alive(), seconds=60, what="the command's start")
        assert running.alive(), running.output()
        return running

    yield begin
    for running in started:
        running.stop()
