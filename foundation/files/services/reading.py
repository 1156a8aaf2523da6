"""Handing out a file: the object's rule and the hash are asked each time, and each time leaves an event."""

import re
from typing import IO

from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.reading import record_denied, record_read
from foundation.files import parents, storage
from foundation.files.errors import FileDamaged
from foundation.files.models import StoredFile
from foundation.files.services.intake import OBJECT
from foundation.workflow.errors import NotFound

_ID = re.compile(r"[0-9a-f]{32}")


def readable_file(*, public_id: str, by: Actor) -> StoredFile:
    """The file, if the object it belongs to is open to this person now.

    Raises:
        NotFound: there is none, it was withdrawn, or it is not open to this person; the three look the same.
    """
    if not _ID.fullmatch(public_id):
        raise NotFound
    file = StoredFile.objects.filter(public_id=public_id, withdrawn_at__isnull=True).first()
    if file is None:
        raise NotFound
    if not parents.may_read(by, file.parent_kind, file.parent_id):
        raise NotFound
    return file


def opened(*, file: StoredFile, by: Actor, source: str = "app") -> IO[bytes]:
    """The file's bytes, checked against the hash of the upload.

    Raises:
        FileDamaged: the bytes are gone or are not those that were kept.

    Side effects: one event `file.downloaded`, or `file.damaged`.
    """
    content = storage.open_kept(file.storage_name)
    if content is None or storage.digest_of(content) != (file.size, file.sha256):
        if content is not None:
            content.close()
        record_denied(
            by=by, name="file.damaged", object_type=OBJECT, object_id=file.pk, details=_facts(file), source=source
        )
        raise FileDamaged(
            _(
                "This file is no longer the one that was kept: it was changed or lost on the disk. It is not handed "
                "out. Tell whoever runs the system; an earlier copy is in the backup."
            )
        )
    record_read(
        by=by,
        object_type=OBJECT,
        object_id=file.pk,
        name="file.downloaded",
        details=_facts(file),
        source=source,
    )
    return content


def _facts(file: StoredFile) -> dict[str, object]:
    return {"sha256": file.sha256, "parent": f"{file.parent_kind}:{file.parent_id}"}
