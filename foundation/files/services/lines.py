"""Numbered proofs of an object: a first file under a new number, a better one as the next version."""

from typing import Any, TypeVar

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.files.models import FileLine, StoredFile
from foundation.files.services.intake import store
from foundation.workflow.errors import InvalidInput, Refused, StateChanged

L = TypeVar("L", bound=FileLine)


def add_line(
    model: type[L], *, parent: Any, field: str, title: str, upload: Any, by: Actor | None, source: str = "app"
) -> L:
    """Keep `upload` as the first version of a new number of `parent`; `field` is the model's foreign key to it.

    Raises:
        InvalidInput: no title, or a title that is too long; FileRefused: see foundation.files.services.intake.

    Side effects: the event `proof.added` on the parent.
    """
    words = " ".join(title.split())
    if not words or len(words) > 200:
        raise InvalidInput(_("Say in a few words what the file shows."), field="title", code="title_missing")
    with recorded(by=by, source=source):
        file = store(upload, by=by, parent_kind=parent._meta.label_lower, parent_id=parent.pk, source=source)
        # The intake holds the parent's lock until the transaction ends, so no number is given twice.
        last = model._default_manager.filter(**{field: parent}).aggregate(last=Max("number"))["last"] or 0
        made = model._default_manager.create(
            **{field: parent}, number=last + 1, title=words, file=file, added_by_id=by.pk if by is not None else None
        )
        _told(made, parent, "proof.added")
    return made


def replace_line(
    model: type[L], *, parent: Any, field: str, number: int, upload: Any, by: Actor | None, source: str = "app"
) -> L:
    """Keep `upload` as the next version of a number; the versions before stay and stay readable.

    Raises:
        InvalidInput: there is no such number; FileRefused: see foundation.files.services.intake.

    Side effects: the event `proof.replaced` on the parent.
    """
    with recorded(by=by, source=source):
        earlier = latest(model, parent=parent, field=field, number=number)
        if earlier.file.withdrawn_at is not None:
            raise StateChanged(_("The file was withdrawn already."))
        file = store(
            upload,
            by=by,
            parent_kind=parent._meta.label_lower,
            parent_id=parent.pk,
            supersedes=earlier.file,
            source=source,
        )
        made = model._default_manager.create(
            **{field: parent},
            number=number,
            version=earlier.version + 1,
            title=earlier.title,
            file=file,
            added_by_id=by.pk if by is not None else None,
        )
        _told(made, parent, "proof.replaced")
    return made


def latest(model: type[L], *, parent: Any, field: str, number: int) -> L:
    """The newest version of a number, locked until the transaction ends, so that two followers take turns."""
    rows = model._default_manager.select_related("file").filter(**{field: parent}, number=number)
    first = rows.select_for_update(of=("self",)).filter(version=1).first()
    found = rows.order_by("-version").first() if first is not None else None
    if found is None:
        raise InvalidInput(_("There is no proof with this number."), field="number", code="unknown_proof")
    return found


def _told(line: FileLine, parent: Any, name: str, *, reason: str = "") -> None:
    record_event(
        table=line._meta.db_table,
        object_type=parent._meta.label_lower,
        object_id=parent.pk,
        name=name,
        reason=reason,
        details={
            "number": line.number,
            "version": line.version,
            "title": line.title,
            "file": line.file_id,  # type: ignore[attr-defined]  # the key behind `file`
            "sha256": line.file.sha256,
        },
    )


def withdraw_line(
    model: type[L], *, parent: Any, field: str, number: int, reason: str, by: Actor, source: str = "app"
) -> L:
    """Hide the files of a number from everybody; that there were some, and why they went, stays on the page.

    Raises:
        InvalidInput: there is no such number, or no reason; Refused: somebody else attached it; StateChanged: it was
            withdrawn already.

    Side effects: the event `proof.withdrawn` on the parent with the reason.
    """
    why = reason.strip()
    if not why:
        raise InvalidInput(_("Say why the file is withdrawn."), field="reason", code="reason_missing")
    with recorded(by=by, source=source):
        newest = latest(model, parent=parent, field=field, number=number)
        lines = list(model._default_manager.select_related("file").filter(**{field: parent}, number=number))
        if any(line.added_by_id != by.pk for line in lines):  # type: ignore[attr-defined]  # the key behind `added_by`
            raise Refused(_("Only the person who attached a file withdraws it."), code="not_own_proof")
        rows = StoredFile.objects.filter(pk__in=[line.file.pk for line in lines], withdrawn_at__isnull=True)
        if not rows.update(withdrawn_at=Now(), withdrawal_reason=why):
            raise StateChanged(_("The file was withdrawn already."))
        newest.file.refresh_from_db()
        _told(newest, parent, "proof.withdrawn", reason=why)
    return newest
