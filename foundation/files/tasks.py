"""Periodic work on the kept files."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.files.models import StoredFile
from foundation.files.services import checking
from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import task

CHUNK = 50


@task("files.sweep")
def sweep(payload: dict[str, Any], progress: Progress) -> Mapping[str, Any] | None:
    """Files that no row knows are removed once they are old enough."""
    return {"removed": checking.sweep(now=timezone.now())}


@task("files.check")
def check(payload: dict[str, Any], progress: Progress) -> Mapping[str, Any] | None:
    """Every kept file against its hash."""
    ids = list(StoredFile.objects.order_by("pk").values_list("pk", flat=True))
    progress.expect(len(ids))
    damaged = 0

    def look(chunk: list[int]) -> None:
        nonlocal damaged
        damaged += checking.check(ids=chunk)

    in_chunks(ids, look, progress, size=CHUNK)
    return {"files": len(ids), "damaged": damaged}
