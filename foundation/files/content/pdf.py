"""PDF: nothing that runs, starts or carries other files, also not inside its packed objects."""

import re
import zlib
from typing import BinaryIO

from foundation.files import limits
from foundation.files.content.active import refuse_programs
from foundation.files.errors import refusal

# Long names are looked for in every byte of the file; chance makes none of them in packed data.
_RUNS = re.compile(rb"/(?:JavaScript|Launch|ImportData|SubmitForm|RichMedia|XFA(?=[\s/\[<(\d]))")
_CARRIES = re.compile(rb"/(?:EmbeddedFiles?|GoToE(?=[\s/<>])|Rendition|FileAttachment)")
_SHORT = re.compile(rb"/JS(?=[\s/<(\d])")
_LOCKED = re.compile(rb"/Encrypt(?=[\s/<\d])")
_ESCAPED = re.compile(rb"/[^\x00-\x20()<>\[\]{}/%]*#[0-9A-Fa-f]{2}[^\x00-\x20()<>\[\]{}/%]*")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_PACKED = re.compile(rb"/ObjStm|/First\s*\d")  # some readers unpack by the second alone
_FILTER = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]{0,200}\]|/\w+|\d+ \d+ R)")
_DICTIONARY = 4096


def check_pdf(file: BinaryIO) -> None:
    """Raises FileRefused for scripts, launched programs, forms that send, embedded files, passwords."""
    content = file.read()
    if b"%%EOF" not in content[-2048:] and b"startxref" not in content[-2048:]:
        raise refusal("broken")
    plain = _unescaped(content)
    if _LOCKED.search(plain):
        raise refusal("password")
    _look_at(plain)
    if _SHORT.search(_without_streams(plain)):
        raise refusal("active")
    for packed in _object_streams(content):
        found = _unescaped(packed)
        _look_at(found)
        if _SHORT.search(found):
            raise refusal("active")
    refuse_programs(content)


def _look_at(content: bytes) -> None:
    if _RUNS.search(content):
        raise refusal("active")
    if _CARRIES.search(content):
        raise refusal("pdf_embedded")


def _unescaped(content: bytes) -> bytes:
    """Names written with #xx as they are read: /J#61vaScript is /JavaScript."""
    if b"#" not in content:
        return content
    return _ESCAPED.sub(lambda name: _HEX.sub(lambda two: bytes([int(two.group(1), 16)]), name.group()), content)


def _without_streams(content: bytes) -> bytes:
    kept, place = [], 0
    for found in _STREAM.finditer(content):
        if found.start() < place:
            continue
        end = content.find(b"endstream", found.end())
        if end < 0:
            break
        kept.append(content[place : found.end()])
        place = end
    kept.append(content[place:])
    return b"".join(kept)


def _object_streams(content: bytes) -> list[bytes]:
    """The unpacked object streams; one that is packed in an unusual way cannot be checked, so it is refused."""
    unpacked: list[bytes] = []
    named = 0
    room = limits.PDF_UNPACKED_BYTES
    for found in _STREAM.finditer(content):
        start = content.rfind(b"obj", max(0, found.start() - _DICTIONARY), found.start())
        head = _unescaped(content[max(start, 0) : found.end()])
        if not _PACKED.search(head):
            continue
        named += head.count(b"/ObjStm")
        end = content.find(b"endstream", found.end())
        data = content[found.end() : end if end >= 0 else len(content)]
        unpacked.append(_inflated(data, head, room))
        room -= len(unpacked[-1])
    if named != _unescaped(content).count(b"/ObjStm"):
        raise refusal("pdf_hidden")
    return unpacked


def _inflated(data: bytes, head: bytes, room: int) -> bytes:
    filters = [found.strip(b"[] \r\n\t") for found in _FILTER.findall(head)]
    if not filters:
        return data
    if filters not in ([b"/FlateDecode"], [b"/Fl"]) or b"/Predictor" in head:
        raise refusal("pdf_hidden")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, room + 1)
    except zlib.error as error:
        raise refusal("broken") from error
    if len(text) > room:
        raise refusal("unpacks_too_large", limit=limits.PDF_UNPACKED_BYTES // limits.MIB)
    return text
