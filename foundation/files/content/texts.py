"""Plain text: readable in a known encoding, without control characters, no page and no program."""

import re
from typing import BinaryIO

from foundation.files.content.active import refuse_programs
from foundation.files.errors import refusal

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"^(<!doctype|<\?xml|<svg|<html|<[a-z!][^<>\n]{0,200}>|#!|@echo)", re.IGNORECASE)
_VECTOR = re.compile(r"<svg[\s>]", re.IGNORECASE)
_PROGRAM_HEADS = (b"MZ\x90", b"\x7fELF", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"GIF8")


def check_text(file: BinaryIO) -> None:
    """Raises FileRefused unless this is plain text."""
    content = file.read()
    text = _decoded(content)
    if text is None or _CONTROL.search(text) or content.startswith(_PROGRAM_HEADS):
        raise refusal("content_unknown")
    if _MARKUP.match(text.lstrip("\ufeff \t\r\n")) or _VECTOR.search(text):
        raise refusal("active")
    refuse_programs(text.encode("utf-8", "replace"))


def _decoded(content: bytes) -> str | None:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    named = [encoding for mark, encoding in marks if content.startswith(mark)]
    for encoding in named or ["utf-8", "cp1258"]:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return None
