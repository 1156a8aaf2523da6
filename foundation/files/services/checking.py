"""The nightly look at the disk: files that changed or went, and what lies about without a row."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models.functions import Now

from foundation.audit.record import record_event, recorded
from foundation.files import storage
from foundation.files.models import StoredFile
from foundation.files.services.intake import OBJECT

ORPHANS_GO_AFTER = timedelta(hours=6)  # with two sweeps a day: gone within 18 hours
NEVER_YOUNGER_THAN = timedelta(hours=1)
"""An upload under way has no row yet; nothing this young is ever touched, whatever is asked."""

Hook = Callable[[StoredFile], None]
_hooks: list[Hook] = []


def when_damaged(hook: Hook) -> Hook:
    """Call hook(file) in the transaction that writes a damage down, so that somebody is told."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def check(*, ids: Iterable[int]) -> int:
    """Compare these files with their hashes; each one newly damaged is named in an event and told.

    A file found whole again (restored from the backup) is written down as mended. Returns how many are damaged.
    """
    damaged = 0
    for file in StoredFile.objects.filter(pk__in=list(ids)).order_by("pk"):
        whole = _is_whole(file)
        damaged += not whole
        if whole != (file.damaged_at is None):
            _write_down(file, whole)
    return damaged


def _is_whole(file: StoredFile) -> bool:
    content = storage.open_kept(file.storage_name)
    if content is None:
        return False
    with content:
        try:
            return storage.digest_of(content) == (file.size, file.sha256)
        except OSError:
            return False


def _write_down(file: StoredFile, whole: bool) -> None:
    with recorded(by=None, source="task"):
        rows = StoredFile.objects.filter(pk=file.pk, damaged_at__isnull=not whole)
        if not rows.update(damaged_at=None if whole else Now()):
            return  # another run wrote it down
        record_event(
            table=StoredFile._meta.db_table,
            object_type=OBJECT,
            object_id=file.pk,
            name="file.mended" if whole else "file.damaged",
            details={"sha256": file.sha256, "parent": f"{file.parent_kind}:{file.parent_id}"},
        )
        if not whole:
            for hook in _hooks:
                hook(file)


def sweep(*, now: datetime, older_than: timedelta = ORPHANS_GO_AFTER) -> int:
    """Remove what lies in the folder without a row and is old enough; returns how many files went."""
    limit = (now - max(older_than, NEVER_YOUNGER_THAN)).timestamp()
    old = [path for path in storage.lying_about() if _changed(path) <= limit]
    known = set(
        StoredFile.objects.filter(storage_name__in=[path.name for path in old]).values_list("storage_name", flat=True)
    )
    gone = 0
    for path in old:
        if path.name in known and path == storage.path_of(path.name):
            continue
        try:
            path.unlink()
            gone += 1
        except FileNotFoundError:  # another run was quicker, or the upload ended meanwhile
            continue
    return gone


def _changed(path: Path) -> float:
    """The later of the two times: a clock or a program that sets back the one cannot make a file look old."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return float("inf")
    return max(found.st_mtime, found.st_ctime)
