"""Which kind a file is, by its content alone, and that nothing hostile is in it."""

import os
from typing import BinaryIO

from foundation.files import limits
from foundation.files.content.packages import check_package
from foundation.files.content.pdf import check_pdf
from foundation.files.content.pictures import check_jpeg, check_png, check_webp
from foundation.files.content.texts import check_text
from foundation.files.errors import refusal
from foundation.files.kinds import BY_ENDING, SHAPES, FileKind
from foundation.files.names import ending

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = (FileKind.TXT, FileKind.CSV)


def checked_kind(file: BinaryIO, *, name: str, declared: str) -> FileKind:
    """The kind of an open file whose cleaned name and declared type are given.

    Raises:
        FileRefused: of a class that says why; see foundation.files.errors.
    """
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise refusal("empty")
    if size > limits.file_bytes():
        raise refusal("too_large", limit=limits.file_bytes() // limits.MIB)
    named = BY_ENDING.get(ending(name))
    if named is None:
        raise refusal("ending_unknown")
    found = _by_content(file, named)
    if found != named:
        raise refusal("mismatch", named=ending(name), found=str(found.label))
    said = declared.split(";")[0].strip().lower()
    if said not in SHAPES[found].declared:
        raise refusal("declared", declared=ascii(said[:60]), found=str(found.label))
    return found


def _by_content(file: BinaryIO, named: FileKind) -> FileKind:
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        check_pdf(file)
        return FileKind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        check_jpeg(file)
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        check_png(file)
        return FileKind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        check_webp(file)
        return FileKind.WEBP
    if head.startswith(b"PK"):
        return check_package(file)
    if head.startswith(_OLE):
        raise refusal("old_office")
    check_text(file)
    return named if named in _TEXTS else FileKind.TXT
