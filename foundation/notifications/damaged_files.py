"""Tells those who keep the system running, and the auditors, that a kept file was damaged."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_noop

from foundation.files.models import StoredFile
from foundation.notifications.notify import notify_many

_keepers: list[Callable[[], Iterable[int]]] = []


def use_keepers(find: Callable[[], Iterable[int]]) -> None:
    """Register who is told: a function that returns user ids (accounts knows the roles)."""
    _keepers[:] = [find]


def tell(file: StoredFile) -> None:
    """Without the file's name or object: neither role reads content."""
    notify_many(
        user_ids={user_id for find in _keepers for user_id in find()},
        kind="files.damaged",
        dedupe=f"files.damaged:{file.pk}:{file.sha256[:12]}",
        title=gettext_noop("A kept file was changed or lost on the disk"),
        body=gettext_noop(
            "File %(file)s no longer has the hash of its upload (%(hash)s…). It is not handed out. Put it back from "
            "the backup; the next nightly check then says it is whole again."
        ),
        params={"file": file.pk, "hash": file.sha256[:12]},
        ends_when=gettext_noop("Ends when the file is put back from the backup."),
    )
