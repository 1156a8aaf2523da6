"""Documents: recorded, mended, replaced by others, with the tasks they set and their text as files."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from directives.models import Document, DocumentFile, DocumentTask
from foundation.access import require
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.files.services.lines import add_line, replace_line
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused

EDITABLE = (
    "number", "kind", "title_vi", "title_en", "issuer", "issued_on", "effective_on", "ended_on", "replaces",
    "verified", "source", "note",
)  # fmt: skip
NEEDED = ("number", "title_vi", "issuer")
LONGEST_CHAIN = 50


def create(*, values: Mapping[str, Any], by: User, source: str = "app") -> Document:
    """Record a document; its address is made from its number.

    Raises:
        InvalidInput: an unknown field, no number, title or issuer, a day of issue still to come, or it ends
            before it begins.
        Refused: the issuer has a document with this number; marked as seen although no text is attached.
    """
    written = _written(values)
    if written.get("verified"):
        raise _text_missing()
    _check(None, written)
    try:
        with recorded(by=by, source=source), transaction.atomic():
            return Document.objects.create(code=_free_code(written["number"]), **written)
    except IntegrityError as error:
        raise _number_taken() from error


def edit(
    *, document: Document, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app"
) -> Document:
    """Mend a document, end it, or say which one it replaces.

    Raises:
        InvalidInput: as for `create`; Refused: as there, or it would replace itself by way of others; StaleVersion.
    """
    written = _written(changes)
    _check(document, written)
    if written.get("verified") and not document.verified and not document.files.exists():
        raise _text_missing()
    try:
        with recorded(by=by, source=source), transaction.atomic():
            return update_version(document, version=version, changes=written)
    except IntegrityError as error:
        raise _number_taken() from error


def add_task(
    *, document: Document, title_vi: str, title_en: str, content_vi: str, content_en: str, by: User, source: str = "app"
) -> DocumentTask:
    """Add the next task of a document, so that undertakings and reports can point at it.

    Raises:
        InvalidInput: no title; Refused: the document has ended.
    """
    if not title_vi.strip():
        raise InvalidInput(_("This cannot be empty."), field="title_vi", code="field_missing")
    if document.ended_on is not None:
        raise Refused(_("This document has ended: it sets no further tasks."), code="document_ended")
    with recorded(by=by, source=source):
        Document.objects.select_for_update().get(pk=document.pk)  # two who add take turns
        last = document.tasks.order_by("-number").values_list("number", flat=True).first() or 0
        return DocumentTask.objects.create(
            document=document,
            number=last + 1,
            title_vi=title_vi.strip(),
            title_en=title_en.strip() or title_vi.strip(),
            content_vi=content_vi.strip(),
            content_en=content_en.strip(),
        )


def add_file(*, document: Document, title: str, upload: Any, by: User, source: str = "app") -> DocumentFile:
    """Attach the text under the next number.

    Raises:
        Forbidden: not within the person's rights; InvalidInput, FileRefused: the file.
    """
    require(by, "document.attach", document)
    return add_line(DocumentFile, parent=document, field="document", title=title, upload=upload, by=by, source=source)


def replace_file(*, document: Document, number: int, upload: Any, by: User, source: str = "app") -> DocumentFile:
    """Attach a better file under the same number; earlier versions stay. Refusals as for `add_file`."""
    require(by, "document.attach", document)
    return replace_line(
        DocumentFile, parent=document, field="document", number=number, upload=upload, by=by, source=source
    )


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    written = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name in NEEDED:
        if name in written and not written[name]:
            raise InvalidInput(_("This cannot be empty."), field=name, code="field_missing")
    if "title_en" in written and not written["title_en"] and "title_vi" in written:
        written["title_en"] = written["title_vi"]
    return written


def _check(document: Document | None, written: Mapping[str, Any]) -> None:
    for name in NEEDED if document is None else ():
        if name not in written:
            raise InvalidInput(_("This cannot be empty."), field=name, code="field_missing")
    begins = written.get("effective_on", document.effective_on if document else None)
    ends = written.get("ended_on", document.ended_on if document else None)
    issued = written.get("issued_on")
    if issued is not None and issued > local_date():
        raise InvalidInput(_("That day is still to come."), field="issued_on", code="day_to_come")
    if begins is not None and ends is not None and ends < begins:
        raise InvalidInput(_("The last day lies before the first."), field="ended_on", code="ends_before")
    earlier = written.get("replaces")
    for _step in range(LONGEST_CHAIN):
        if earlier is None or document is None:
            return
        if earlier.pk == document.pk:
            raise Refused(
                _("A document cannot replace itself, not even by way of others."), code="replaces_itself",
                field="replaces",
            )  # fmt: skip
        earlier = earlier.replaces
    raise Refused(_("The chain of documents is too long."), code="chain_too_long", field="replaces")


def _free_code(number: str) -> str:
    """An address made of the number that no other document has."""
    base = slugify(number.replace("/", "-").replace("Đ", "D").replace("đ", "d"))[:26] or "document"
    taken = set(Document.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{count}" for count in range(2, 999))) if code not in taken)


def _text_missing() -> Refused:
    return Refused(
        _("Attach the text first: only a document whose text was seen is marked so."),
        code="text_missing",
        field="verified",
    )


def _number_taken() -> Refused:
    return Refused(_("The issuer has a document with this number already."), code="number_taken", field="number")
