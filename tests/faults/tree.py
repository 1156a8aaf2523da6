"""A copy of the tracked files in which a fault can be put and taken out again."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.fault import Fault

ROOT = Path(__file__).resolve().parents[2]
LINKED = (".venv", "node_modules")
_later = itertools.count(1)


class DoesNotFit(Exception):
    """The text of the fault does not stand exactly once in its file."""


def files() -> list[str]:
    """Tracked and new files of the project; all but the linked folders where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    skipped = {*LINKED, "var", "__pycache__"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in found if not skipped & set(path.parts)]


def copy_to(target: Path) -> None:
    for name in files():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    for name in LINKED:
        if (ROOT / name).exists():
            (target / name).symlink_to(ROOT / name)


def patched(fault: Fault, root: Path = ROOT) -> str:
    """The file's text with the fault in it."""
    path = root / fault.file
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text.count(fault.old) != 1 or fault.old == fault.new:
        raise DoesNotFit(f"{fault.file}: the text stands {text.count(fault.old)} times: {fault.old!r}")
    return text.replace(fault.old, fault.new)


@contextmanager
def seeded(fault: Fault, root: Path) -> Iterator[None]:
    """The copy at `root` with the fault in it for the time of the body."""
    if not fault.file:
        yield
        return
    path = root / fault.file
    healthy, ill = path.read_text(encoding="utf-8"), patched(fault, root)
    write(path, ill)
    try:
        yield
    finally:
        write(path, healthy)


def write(path: Path, text: str) -> None:
    """Write with a time of its own, so that no compiled file of the other text is taken for this one."""
    path.write_text(text, encoding="utf-8")
    when = path.stat().st_mtime + 10 * next(_later)
    os.utime(path, (when, when))
