"""Keeping a file: named, looked at, written durably, then told to the database and the trail, in that order."""

import hashlib
import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from foundation.audit.context import Actor
from foundation.audit.reading import record_denied
from foundation.audit.record import record_event, recorded
from foundation.files import limits, parents, storage
from foundation.files.content.kind import checked_kind
from foundation.files.errors import FileRefused, refusal
from foundation.files.models import StoredFile
from foundation.files.names import cleaned

OBJECT = "files.storedfile"
_LOCK = 0x6B_63_66_69
_log = logging.getLogger(__name__)


def store(
    upload: Any,
    *,
    by: Actor | None,
    parent_kind: str,
    parent_id: int,
    supersedes: StoredFile | None = None,
    source: str = "app",
) -> StoredFile:
    """Keep an upload as a file of the object (`parent_kind`, `parent_id`).

    Args:
        upload: Django's UploadedFile, or anything with `name`, `content_type` and `chunks()`.
        supersedes: the version this one comes after; it must belong to the same object.

    Raises:
        FileRefused: by name or content (400), FileTypeRefused (415), FileTooLarge (413), NoRoom (507). A refusal
            leaves nothing on disk, a line in the log and a denied event.

    Side effects: a file on disk, made durable before its row; the event `file.stored` with the sha256. Who may add
    to the object is the caller's question. If the caller's transaction is rolled back the file is swept up later.
    """
    if not parents.known(parent_kind):
        raise LookupError(f"nobody registered how {parent_kind} decides who reads its files")
    try:
        return _kept(upload, by, parent_kind, parent_id, supersedes, source)
    except FileRefused as error:
        said = str(getattr(upload, "sent_name", "") or upload.name or "")
        facts = {"code": error.code, "name": ascii(said[:100]), "bytes": getattr(upload, "size", None)}
        _log.warning("a file was refused", extra={**{f"file_{key}": value for key, value in facts.items()}})
        record_denied(
            by=by, name="file.refused", object_type=parent_kind, object_id=parent_id, details=facts, source=source
        )
        raise


def _kept(
    upload: Any, by: Actor | None, parent_kind: str, parent_id: int, supersedes: StoredFile | None, source: str
) -> StoredFile:
    if getattr(upload, "no_room", False):
        raise refusal("disk_full")
    name = cleaned(str(getattr(upload, "sent_name", "") or upload.name or ""))
    storage_name = storage.new_name()
    with storage.writing(storage_name) as file:
        size, sha256 = storage.fill(file, upload.chunks(), most=limits.file_bytes())
        kind = checked_kind(file, name=name, declared=str(upload.content_type or ""))  # type: ignore[arg-type]
        with recorded(by=by, source=source):
            _take_turns(parent_kind, parent_id)
            _check_quota(parent_kind, parent_id, size)
            storage.settle(file, storage_name)
            kept = StoredFile.objects.create(
                parent_kind=parent_kind,
                parent_id=parent_id,
                kind=kind,
                original_name=name,
                size=size,
                sha256=sha256,
                storage_name=storage_name,
                uploaded_by_id=by.pk if by is not None else None,
                supersedes=_same_parent(supersedes, parent_kind, parent_id),
            )
            kept.refresh_from_db(fields=["uploaded_at"])
            record_event(
                table=StoredFile._meta.db_table,
                object_type=OBJECT,
                object_id=kept.pk,
                name="file.stored",
                details={
                    "sha256": sha256, "size": size, "kind": kind, "name": name,
                    "parent": f"{parent_kind}:{parent_id}", "supersedes": kept.supersedes_id,
                },
            )  # fmt: skip
    return kept


def _same_parent(earlier: StoredFile | None, parent_kind: str, parent_id: int) -> StoredFile | None:
    if earlier is not None and (earlier.parent_kind, earlier.parent_id) != (parent_kind, parent_id):
        raise LookupError("a version comes after a file of the same object")
    return earlier


def _take_turns(parent_kind: str, parent_id: int) -> None:
    """Two uploads to one object count its files one after the other; the lock goes with the transaction."""
    key = int.from_bytes(hashlib.sha256(f"{parent_kind}:{parent_id}".encode()).digest()[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, key])


def _check_quota(parent_kind: str, parent_id: int, size: int) -> None:
    rows = StoredFile.objects.filter(parent_kind=parent_kind, parent_id=parent_id)
    kept = rows.aggregate(files=Count("pk"), bytes=Sum("size"))
    if kept["files"] >= limits.files_per_parent():
        raise refusal("quota_count", limit=limits.files_per_parent())
    if (kept["bytes"] or 0) + size > limits.bytes_per_parent():
        raise refusal("quota_bytes", limit=limits.bytes_per_parent() // limits.MIB)


class Content:
    """Bytes made by the program itself, in the shape of an upload."""

    def __init__(self, name: str, content: bytes, content_type: str = "") -> None:
        self.name, self.content_type, self.size, self._content = name, content_type, len(content), content

    def chunks(self) -> Iterator[bytes]:
        yield self._content
