"""Every reason why a file is refused, as a sentence that says what to do; web knows the status of each class."""

from typing import Any

from django.utils.translation import gettext, gettext_noop

from foundation.workflow.errors import DomainError, InvalidInput


class FileRefused(InvalidInput):
    """What the file holds, or how it is called, cannot be taken."""


class FileTypeRefused(FileRefused):
    """The file is none of the kinds that are kept, or not the kind it says it is."""


class FileTooLarge(FileRefused):
    """The file is larger than the limit."""


class NoRoom(FileRefused):
    """The object has its share of files, or the disk is full."""


class FileDamaged(DomainError):
    """The file on disk is missing, or no longer the one that was kept."""

    default_code = "file_damaged"


MESSAGES: dict[str, tuple[type[FileRefused], str]] = {
    "name_missing": (FileRefused, gettext_noop("The file has no name.")),
    "name_too_long": (FileRefused, gettext_noop("The name of the file is longer than %(limit)s characters.")),
    "name_hidden": (FileRefused, gettext_noop("The name of the file has invisible characters. Rename the file.")),
    "name_path": (FileRefused, gettext_noop("The name of the file looks like a path. Rename the file.")),
    "name_reserved": (FileRefused, gettext_noop("This name is reserved by Windows. Rename the file.")),
    "ending_unknown": (
        FileTypeRefused,
        gettext_noop("Files of this kind are not taken. Send PDF, JPEG, PNG, WebP, Word, Excel, ODT, TXT or CSV."),
    ),
    "content_unknown": (
        FileTypeRefused,
        gettext_noop("What the file holds is none of the kinds taken: PDF, pictures, Word, Excel, ODT, TXT, CSV."),
    ),
    "mismatch": (
        FileTypeRefused,
        gettext_noop("The file is named %(named)s, but holds %(found)s. Save it anew in its program."),
    ),
    "declared": (FileTypeRefused, gettext_noop("The file was sent as %(declared)s, but it is %(found)s.")),
    "empty": (FileRefused, gettext_noop("The file is empty.")),
    "too_large": (FileTooLarge, gettext_noop("The file is larger than %(limit)s MiB. Make it smaller and send again.")),
    "broken": (FileRefused, gettext_noop("The file is damaged and cannot be kept. Save it anew and send it again.")),
    "password": (
        FileRefused,
        gettext_noop("The file is protected with a password, so nobody could read it as proof. Remove the password."),
    ),
    "active": (FileRefused, gettext_noop("The file holds a program (script or macro). Save it without.")),
    "pdf_embedded": (FileRefused, gettext_noop("The PDF holds other files or media. Print it to a new PDF.")),
    "pdf_hidden": (
        FileRefused,
        gettext_noop("The PDF packs its objects so that they cannot be checked. Print it to a new PDF."),
    ),
    "old_office": (FileTypeRefused, gettext_noop("Old Office formats are not taken. Save as .docx or .xlsx.")),
    "external_link": (
        FileRefused,
        gettext_noop("The document fetches other files (%(name)s). Break the links in its program and send it again."),
    ),
    "embedded": (
        FileRefused,
        gettext_noop("The document holds another file (%(name)s). Paste it as a picture, or send it on its own."),
    ),
    "member_name": (FileRefused, gettext_noop("The document has a part with a forbidden name: %(name)s.")),
    "symbolic_link": (FileRefused, gettext_noop("The document holds a link to a file outside it.")),
    "too_many_members": (FileRefused, gettext_noop("The document has more than %(limit)s parts.")),
    "unpacks_too_large": (FileRefused, gettext_noop("The document unpacks to more than %(limit)s MiB.")),
    "ratio": (
        FileRefused,
        gettext_noop("The document unpacks to more than %(limit)s times its size, like a file made to do harm."),
    ),
    "forbidden_xml": (FileRefused, gettext_noop("The document holds forbidden XML (entities or inclusions).")),
    "too_many_pixels": (FileRefused, gettext_noop("The picture has more than %(limit)s megapixels. Make it smaller.")),
    "quota_count": (NoRoom, gettext_noop("%(limit)s files are kept here already; no more can be added.")),
    "quota_bytes": (NoRoom, gettext_noop("The files kept here reach %(limit)s MiB; no more can be added.")),
    "disk_full": (
        NoRoom,
        gettext_noop("The server has no room for the file; nothing was kept. Tell whoever runs the system."),
    ),
}


def refusal(code: str, **params: Any) -> FileRefused:
    """The error for one reason."""
    kind, text = MESSAGES[code]
    return kind(gettext(text) % params, code=f"file_{code}", field="file", details=params)
