"""Where the embedded servers keep what is theirs: the folder var/, its little files, and the room left on the disk."""

import os
import secrets
import shutil
import socket
from pathlib import Path

from config.embedded.trouble import CannotStart
from config.env import BASE_DIR

MINIMUM_FREE_MIB = 300


def var_dir() -> Path:
    return Path(os.environ.get("KC_VAR_DIR") or BASE_DIR / "var").absolute()


def prepare(var: Path) -> None:
    """Create var/ for this user alone, or say whose it is."""
    if not var.exists():
        var.mkdir(parents=True, mode=0o711)
        var.chmod(0o711)
    refuse_another_owner(var, os.geteuid())
    (var / "keys").mkdir(mode=0o700, exist_ok=True)


def refuse_another_owner(folder: Path, uid: int) -> None:
    owner = folder.stat().st_uid
    if owner == uid:
        return
    raise CannotStart(
        f"The folder {folder} belongs to {user_name(owner)}, not to {user_name(uid)}: run the command as "
        f"{user_name(owner)}, or move the folder away to start afresh."
    )


def user_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"


def refuse_little_space(folder: Path, minimum_mib: int = MINIMUM_FREE_MIB) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < minimum_mib:
        raise CannotStart(
            f"Only {free} MiB are free where {folder} lies; {minimum_mib} MiB are needed. "
            "Free some space, or set KC_VAR_DIR to a folder on another disk."
        )


def secret(var: Path, name: str) -> str | None:
    try:
        return (var / "keys" / name).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def secret_made(var: Path, name: str) -> str:
    """The kept secret of that name, made at the first call, readable by its owner only."""
    kept = secret(var, name)
    if kept:
        return kept
    made = secrets.token_urlsafe(32)
    write(var / "keys" / name, made, mode=0o600)
    return made


def write(path: Path, text: str, *, mode: int) -> None:
    """Write a small file whole or not at all."""
    half = path.with_name(path.name + f".{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text + "\n")
    half.replace(path)


def kept_port(var: Path, name: str) -> int | None:
    try:
        return int((var / f"{name}.port").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def port_for_start(var: Path, name: str) -> int:
    """The kept port when it is free, else a new free one, which is kept from now on."""
    port = kept_port(var, name)
    if port is not None and port_is_free(port):
        return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    write(var / f"{name}.port", str(port), mode=0o644)
    return port


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
