"""A copy of a file without what it says about its maker: camera, place, program, author, dates of editing."""

import re
import struct
import zipfile
from io import BytesIO

from foundation.files.kinds import FileKind

_ORIENTATION = 0x0112
_PNG_HEAD = 8
_PNG_TELLING = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_TELLING = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x0C  # says that EXIF and XMP follow
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_INFO = re.compile(rb"/Info\s+(\d+)\s+(\d+)\s+R")
_PACKET = re.compile(rb"<\?xpacket begin.*?<\?xpacket end[^>]*\?>", re.DOTALL)
_AUTHOR = re.compile(rb'(\b(?:w|w15):(?:author|initials|userId|providerId))="[^"]*"')
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = _APP.replace(b"extended-properties", b"custom-properties")
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>'
)
_PARTS = {
    "docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM, "meta.xml": _META,
}  # fmt: skip


def without_maker(kind: str, content: bytes) -> bytes:
    """The same picture, text or table; of a PDF what stands in its own dictionary and packets, kept in length.

    A PDF that keeps its dictionary inside a compressed stream is handed out as it is.
    """
    return {
        FileKind.JPEG: _jpeg, FileKind.PNG: _png, FileKind.WEBP: _webp, FileKind.PDF: _pdf,
        FileKind.DOCX: _package, FileKind.XLSX: _package, FileKind.ODT: _package,
    }.get(FileKind(kind), bytes)(content)  # fmt: skip


def _jpeg(content: bytes) -> bytes:
    """Without application segments (but for JFIF and the colours of Adobe) and comments; it stays the right way up."""
    made, place = [content[:2]], 2
    orientation = b""
    while content[place : place + 1] == b"\xff" and place + 4 <= len(content):
        mark = content[place + 1]
        if mark == 0xDA:
            break
        end = place + 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
        segment = content[place:end]
        if mark == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = orientation or _upright(segment[10:])
        elif mark not in (*range(0xE1, 0xEE), 0xEF, 0xFE):
            made.append(segment)
        place = end
    made.insert(2 if len(made) > 1 and made[1][1] == 0xE0 else 1, orientation)
    return b"".join(made) + content[place:]


def _upright(exif: bytes) -> bytes:
    """A segment that says nothing but how the picture is turned; empty where it need not be."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    if not order or len(exif) < 14:
        return b""
    start = struct.unpack(order + "I", exif[4:8])[0]
    count = struct.unpack(order + "H", exif[start : start + 2])[0] if start + 2 <= len(exif) else 0
    for number in range(min(count, 200)):
        entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == _ORIENTATION:
            turned = struct.unpack(order + "H", entry[8:10])[0]
            if not 2 <= turned <= 8:
                return b""
            plain = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0) + b"\0\0\0\0"
            return b"\xff\xe1" + struct.pack(">H", len(plain) + 8) + b"Exif\0\0" + plain
    return b""


def _png(content: bytes) -> bytes:
    made, place = [content[:_PNG_HEAD]], _PNG_HEAD
    while place + 12 <= len(content):
        end = place + 12 + int(struct.unpack(">I", content[place : place + 4])[0])
        if content[place + 4 : place + 8] not in _PNG_TELLING:
            made.append(content[place:end])
        place = end
    return b"".join(made)


def _webp(content: bytes) -> bytes:
    made, place = [], 12
    while place + 8 <= len(content):
        size = int(struct.unpack("<I", content[place + 4 : place + 8])[0])
        end, name = place + 8 + size + size % 2, content[place : place + 4]
        if name == b"VP8X":
            flags = bytes([content[place + 8] & ~_WEBP_FLAGS & 0xFF])
            made.append(content[place : place + 8] + flags + content[place + 9 : end])
        elif name not in _WEBP_TELLING:
            made.append(content[place:end])
        place = end
    body = b"WEBP" + b"".join(made)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _pdf(content: bytes) -> bytes:
    """Blanks of the same length, so that every place the file names still holds."""
    found = _PACKET.sub(lambda packet: b" " * len(packet[0]), content)
    for number, generation in set(_INFO.findall(found)):
        about = re.compile(rb"(?<!\d)" + number + rb"\s+" + generation + rb"\s+obj.*?endobj", re.DOTALL)
        found = about.sub(lambda entry: _STRING.sub(_blank, entry[0]), found)
    return found


def _blank(text: "re.Match[bytes]") -> bytes:
    first, last = text[0][:1], text[0][-1:]
    return first + b" " * (len(text[0]) - 2) + last


def _package(content: bytes) -> bytes:
    """Properties emptied, names of who commented or changed taken out, parts without their days."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            kept = zipfile.ZipInfo(part.filename)
            kept.compress_type = part.compress_type
            inside = _PARTS.get(part.filename, b"") or old.read(part)
            if part.filename.startswith("word/") and part.filename.endswith(".xml"):
                inside = _AUTHOR.sub(rb'\1=""', inside)
            new.writestr(kept, inside)
    return made.getvalue()
