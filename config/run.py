"""`make run`: both servers, the tables, the demo data, then web, worker, beat and valkey until a signal ends them."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

import honcho.manager
from honcho.environ import parse_procfile

from config import run_leftovers
from config.embedded import CannotStart, Use, place, valkey
from config.env import BASE_DIR

KILL_WAIT = 45  # longer than Celery's soft shutdown of 30 s, see config/settings/work.py
HEALTH_SECONDS = 120


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    var = place.var_dir()
    run_leftovers.carry_mark(var)
    use: Use | None = None
    try:
        alone = only_one(var)
        run_leftovers.end(var)
        port = free_port()
        if not os.environ.get("DATABASE_URL"):
            use = Use(var).begin()
        if not os.environ.get("REDIS_URL"):
            valkey.prepare(var)
        accounts = prepare_database()
        return serve(var, port, use, accounts)
    except CannotStart as trouble:
        print(trouble, file=sys.stderr)
        return 1
    finally:
        if use is not None:
            print("Stopping PostgreSQL ...", flush=True)
            use.end()
        if "alone" in locals():
            alone.close()


def leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def only_one(var: Path) -> IO[str]:
    """Hold the folder for this run; a second `make run` in it is told about the first."""
    place.prepare(var)
    place.refuse_little_space(var)
    lock = (var / "run.lock").open("a")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # unlike flock not shared with forked children
    except OSError:
        raise CannotStart(
            f"The system already runs from this folder ({var}): open its address, or stop it first (Ctrl-C there)."
        ) from None
    return lock


def free_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}: make run PORT=8080")
    port = int(text)
    if not place.port_is_free(port, os.environ.get("HOST") or "127.0.0.1"):
        raise CannotStart(
            f"Port {port} is used by another program: stop that program, "
            f"or choose another port: make run PORT={port + 80}"
        )
    return port


def manage(*words: str, capture: bool = False) -> str:
    """Run one manage.py command to its end; its failure ends the start with its own message."""
    result = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        check=False,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    if result.returncode != 0:
        raise CannotStart(f"manage.py {' '.join(words)} failed; the reason stands above.")
    return result.stdout or ""


def prepare_database() -> list[dict[str, str]]:
    """Tables and demo data; both commands are safe to run twice. Returns the accounts one can sign in with."""
    manage("migrate", "--no-input", "--verbosity", "0")
    if exists("seed_demo"):
        manage("seed_demo")
    if not exists("demo_accounts"):
        return []
    accounts: list[dict[str, str]] = json.loads(manage("demo_accounts", "--json", capture=True))
    return accounts


def exists(command: str) -> bool:
    return any(BASE_DIR.glob(f"*/management/commands/{command}.py"))


def processes() -> dict[str, str]:
    lines: dict[str, str] = parse_procfile((BASE_DIR / "Procfile").read_text(encoding="utf-8")).processes
    if os.environ.get("REDIS_URL"):
        del lines["valkey"]
    return lines


class BrokerLast(honcho.manager.Manager):  # type: ignore[misc]  # honcho has no types
    """honcho, except that Valkey ends last: a worker that shuts down softly gives its tasks back to it."""

    _terminating: bool

    def terminate(self) -> None:
        if self._terminating:
            return
        self._terminating = True
        for name, process in self._processes.items():
            if name != "valkey" and "returncode" not in process:
                self._procmgr.terminate(process["pid"])
        threading.Thread(target=self._end_broker, daemon=True).start()

    def _end_broker(self) -> None:
        until = time.monotonic() + KILL_WAIT - 5
        while time.monotonic() < until:
            if all("returncode" in process for name, process in self._processes.items() if name != "valkey"):
                break
            time.sleep(0.05)
        broker = self._processes.get("valkey", {})
        if "pid" in broker and "returncode" not in broker:
            self._procmgr.terminate(broker["pid"])


def serve(var: Path, port: int, use: Use | None, accounts: list[dict[str, str]]) -> int:
    """Run the Procfile until a process ends or a signal comes; honcho ends the rest."""
    honcho.manager.KILL_WAIT = KILL_WAIT
    manager = BrokerLast()
    environment = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    for name, command in processes().items():
        manager.add_process(name, command, env=environment, cwd=str(BASE_DIR))
    threading.Thread(target=announce, args=(port, accounts), daemon=True).start()
    if use is not None:
        threading.Thread(target=watch, args=(use,), daemon=True).start()
    signal.signal(signal.SIGHUP, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    return int(manager.returncode or 0)


def announce(port: int, accounts: list[dict[str, str]]) -> None:
    """Print the address once it answers, then who can sign in."""
    host = os.environ.get("HOST") or "127.0.0.1"
    until = time.monotonic() + HEALTH_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    else:
        print(f"Port {port} does not answer after {HEALTH_SECONDS} s; what went wrong stands above.", flush=True)
        return
    lines = [f"\nhttp://{host}:{port}\n"]
    for account in accounts:
        otp = f"   second factor: {account['otp_secret']}" if account.get("otp_secret") else ""
        lines.append(f"  {account['role']:<4} {account['username']:<20} {account['password']}{otp}")
    print("\n".join(lines), flush=True)


def watch(use: Use) -> None:
    """PostgreSQL belongs to this process: when it was killed, it is started again."""
    while True:
        time.sleep(2)
        try:
            use.keep_alive()
        except (CannotStart, OSError) as trouble:
            print(f"PostgreSQL: {trouble}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
