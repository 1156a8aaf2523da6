"""Real servers for tests: Valkey, a Celery worker, the web server, a browser."""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

from config.embedded.address import PROCESS
from config.embedded.valkey import program
from config.env import BASE_DIR
from tests.database import TestDatabase
from tests.waiting import wait_until

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A subprocess of a test with the file that holds its output."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, seconds: float = 40.0) -> int:
        if self.alive():
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(10)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


def start(command: list[str], *, log: Path, environment: dict[str, str] | None = None) -> Running:
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=BASE_DIR,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    return Running(process, log)


@dataclass
class Valkey:
    """A Valkey of this test session; `url` is what REDIS_URL takes."""

    url: str
    port: int
    running: Running

    def client(self) -> Any:
        return redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    folder, port = tmp_path_factory.mktemp("valkey"), free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--requirepass", "test"]
    running = start([str(program()), *options], log=folder / "log")
    found = Valkey(f"redis://:test@127.0.0.1:{port}/0", port, running)
    wait_until(lambda: answers(found), seconds=10, what="Valkey's answer")
    yield found
    running.stop()


def answers(server: Valkey) -> bool:
    try:
        return bool(server.client().ping())
    except redis.RedisError:
        return False


@pytest.fixture
def valkey(valkey_server: Valkey, settings: Any) -> Iterator[Valkey]:
    """An empty Valkey that this process and its subprocesses use as the broker."""
    from config.celery import app
    from foundation.outbox import doorbell

    valkey_server.client().flushall()
    before = app.conf.broker_url
    settings.CELERY_BROKER_URL = valkey_server.url
    app.conf.broker_url = valkey_server.url
    app.pool.force_close_all()
    doorbell._quiet_until = 0.0
    yield valkey_server
    app.conf.broker_url = before
    app.pool.force_close_all()


@pytest.fixture
def start_worker(committed_db: TestDatabase, valkey: Valkey, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start a real Celery worker on the test's own database; `start_worker(concurrency=2)` may be called twice."""
    started: list[Running] = []

    def begin(*, concurrency: int = 1, environment: dict[str, str] | None = None) -> Running:
        name = f"worker{len(started)}"
        running = start(
            [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--loglevel", "INFO"]
            + ["--concurrency", str(concurrency), "-n", f"{name}@test", "--without-gossip", "--without-mingle"],
            log=tmp_path / f"{name}.log",
            environment=server_environment(committed_db, valkey) | {PROCESS: "worker"} | (environment or {}),
        )
        started.append(running)
        wait_until(lambda: "ready." in running.output() or not running.alive(), what="the worker's start")
        assert running.alive(), running.output()
        return running

    yield begin
    for running in started:
        running.stop()


def server_environment(database: TestDatabase, valkey: Valkey | None = None) -> dict[str, str]:
    environment = {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"], **database.environment()}
    if valkey is not None:
        environment["REDIS_URL"] = valkey.url
    return environment


@pytest.fixture
def site(committed_db: TestDatabase, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a real web server on the test's own database (and its Valkey, if the test asks for one)."""
    broker = request.getfixturevalue("valkey") if "valkey" in request.fixturenames else None
    port = free_port()
    running = start(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
        + ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "2"],
        log=tmp_path / "web.log",
        environment=server_environment(committed_db, broker),
    )
    address = f"http://127.0.0.1:{port}"
    wait_until(lambda: healthy(address) or not running.alive(), what="the web server's start")
    assert running.alive(), running.output()
    yield address
    running.stop()


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; without one the test is skipped, or fails where BROWSER=required."""
    path = chromium()
    if path is None:
        message = "no chromium on this machine"
        pytest.fail(message) if os.environ.get("BROWSER") == "required" else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright keeps a loop in this thread; the ORM is used beside it
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def browser_page(browser: Any) -> Iterator[Any]:
    """A page at desk size in Vietnamese, in a fresh context without cookies."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


__all__ = ["Running", "Valkey", "browser", "browser_page", "site", "start", "start_worker", "valkey", "valkey_server"]
