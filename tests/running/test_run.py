"""`make run` and `make setup`: what they say when something is missing, and that a signal ends everything."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import psutil
import pytest

from config import run_leftovers
from config.embedded import CannotStart, processes
from config.embedded import place as places
from config.env import BASE_DIR
from tests.running.conftest import own_environment, server_lives
from tests.servers import Running, free_port, start
from tests.waiting import wait_until

FIRST_START = 600.0  # migrations and fourteen months of demo data, beside another test on two cores
LATER_START = 60.0
RECOVERY = 120.0  # before it opens, a killed server writes out the whole data folder, copied a moment ago


def begin(var: Path, port: int, log: Path) -> Running:
    environment = own_environment(var) | {
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": os.environ.get("KC_RUN_SETTINGS", "config.settings.development"),
    }
    return start([sys.executable, "-m", "config.run"], log=log, environment=environment)


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first `make run` leaves behind after its signal: made once for all workers, never started itself."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept = shared / "first-run"
    with (shared / "first-run.lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder = Path(tempfile.mkdtemp(prefix="kc"))
            folder.chmod(0o711)
            port = free_port()
            running = begin(folder / "var", port, folder / "first.log")
            try:
                wait_for_address(running, port, seconds=FIRST_START)
            finally:
                running.stop(60)
            assert not run_leftovers.find(folder / "var")
            assert not server_lives(folder / "var")
            shutil.move(folder, kept)
    return kept / "var"


@pytest.fixture
def filled(first_run: Path, var: Path) -> Path:
    """A var/ of its own in which the demo data stands already; owners and rights are those of the first.

    Without its kept ports: a copy that begins beside another has the same passwords and would take its server.
    """
    subprocess.run(["/bin/cp", "-a", str(first_run), str(var)], check=True)
    for kept in var.glob("*.port"):
        kept.unlink()
    return var


def test_a_busy_port_gets_a_sentence(var: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = begin(var, port, tmp_path / "run.log")
        assert running.process.wait(60) == 1
    assert f"Port {port} is used by another program" in running.output()
    assert "make run PORT=" in running.output()
    assert not server_lives(var)


def test_a_port_that_is_none_gets_a_sentence(var: Path, tmp_path: Path) -> None:
    environment = own_environment(var) | {"PORT": "eighty"}
    running = start([sys.executable, "-m", "config.run"], log=tmp_path / "run.log", environment=environment)
    assert running.process.wait(60) == 1
    assert "PORT must be a number" in running.output()


def test_too_little_space_gets_a_sentence(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free // 2**20
    with pytest.raises(CannotStart, match=r"MiB are free where .* MiB are needed\. Free some space, or set KC_VAR_DIR"):
        places.refuse_little_space(tmp_path, minimum_mib=free + 10_000)
    places.refuse_little_space(tmp_path, minimum_mib=1)


def test_an_old_python_gets_a_sentence(tmp_path: Path) -> None:
    shutil.copytree(BASE_DIR / "bin", tmp_path / "bin")
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    result = subprocess.run(
        ["/bin/sh", "bin/setup"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.drill
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_and_a_second_start_keeps_the_data(filled: Path, tmp_path: Path, number: int) -> None:
    port = free_port()
    first = begin(filled, port, tmp_path / "first.log")
    wait_for_address(first, port, seconds=LATER_START)
    mark = (filled / "keys" / "kc_app").read_text(encoding="utf-8")
    first.process.send_signal(number)
    first.process.wait(60)
    wait_until(lambda: not run_leftovers.find(filled), seconds=5, what="the end of web, worker, beat and valkey")
    assert not server_lives(filled)

    second = begin(filled, port, tmp_path / "second.log")
    try:
        wait_for_address(second, port, seconds=LATER_START)
        assert (filled / "keys" / "kc_app").read_text(encoding="utf-8") == mark
    finally:
        second.stop(60)
    assert not server_lives(filled)


@pytest.mark.drill
def test_a_second_run_in_the_same_folder_is_told_about_the_first(filled: Path, tmp_path: Path) -> None:
    port = free_port()
    first = begin(filled, port, tmp_path / "first.log")
    try:
        wait_for_address(first, port, seconds=LATER_START)
        second = begin(filled, free_port(), tmp_path / "second.log")
        assert second.process.wait(60) == 1
        assert "already runs from this folder" in second.output()
    finally:
        first.stop(60)


@pytest.mark.drill
def test_after_kill_9_of_the_runner_the_next_start_clears_up(filled: Path, tmp_path: Path) -> None:
    port = free_port()
    first = begin(filled, port, tmp_path / "first.log")
    wait_for_address(first, port, seconds=LATER_START)
    first.kill()
    left = {process.pid for process in run_leftovers.find(filled)}
    names = {psutil.Process(pid).name() for pid in left}
    assert any("valkey" in name for name in names), names
    second = begin(filled, port, tmp_path / "second.log")
    try:
        wait_for_address(second, port, seconds=LATER_START)
        assert not left & set(psutil.pids())
    finally:
        second.stop(60)
    assert not server_lives(filled)


@pytest.mark.drill
def test_postgresql_killed_under_the_runner_is_started_again(filled: Path, tmp_path: Path) -> None:
    port = free_port()
    running = begin(filled, port, tmp_path / "run.log")
    try:
        wait_for_address(running, port, seconds=LATER_START)
        server = processes.postmaster((filled / "postgres").resolve())
        assert server is not None
        server.send_signal(signal.SIGKILL)
        wait_until(lambda: ready(port), seconds=RECOVERY, what="readiness after the kill")
    finally:
        running.stop(60)
    assert not server_lives(filled)


def wait_for_address(running: Running, port: int, *, seconds: float) -> None:
    def shown() -> bool:
        return f"http://127.0.0.1:{port}" in running.output() or not running.alive()

    wait_until(shown, seconds=seconds, what="the printed address")
    assert running.alive(), running.output()


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(json.load(answer)["database"])
    except OSError:
        return False


def test_an_environment_without_home_or_locale_is_enough(var: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from config.embedded import ensure; ensure(); print('up')"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "KC_VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.strip() == "up", result.stderr
