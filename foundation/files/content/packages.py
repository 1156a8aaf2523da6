"""Word, Excel and OpenDocument packages: members, sizes and XML looked over as bytes; nothing is parsed."""

import html
import os
import re
import stat
import struct
import zipfile
import zlib
from typing import BinaryIO

from foundation.files import limits
from foundation.files.errors import refusal
from foundation.files.kinds import SHAPES, FileKind

_END = b"PK\x05\x06"
_ARCHIVE_HEADS = (b"PK\x03\x04", _END, b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"MZ\x90\x00")
_ARCHIVE_ENDINGS = (".zip", ".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".jar", ".7z", ".rar", ".gz", ".xls", ".doc")
_MACRO_PARTS = ("vbaproject", "vbadata", "xl/macrosheets/", "xl/dialogsheets/", "activex/", "basic/", "scripts/")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>")
_EXTERNAL = re.compile(r"TargetMode\s*=\s*[\"']\s*External")
_HARMLESS = re.compile(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_FORBIDDEN_XML = re.compile(rb"<!DOCTYPE|<!ENTITY|2001/XInclude|xmlns[:\w.-]*\s*=\s*[\"'][^\"'<>]{0,200}&")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_READABLE = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_WIDE_XML = (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00")
_OVERLAP = 256
_XML_ENDINGS = (".xml", ".rels", ".rdf", ".vml")


def check_package(file: BinaryIO) -> FileKind:
    """Which package it is; raises FileRefused for macros, links, embedded files, bombs and hostile XML."""
    size = file.seek(0, os.SEEK_END)
    _check_end_record(file, size)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _kind(archive, size)
            for member in archive.infolist():
                _check_content(archive, member)
            return kind
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        struct.error,
        RuntimeError,
        zlib.error,
    ) as error:
        raise refusal("broken") from error


def _check_end_record(file: BinaryIO, size: int) -> None:
    """The counts in the last record, before zipfile builds one object for each member."""
    file.seek(max(0, size - 22))
    record = file.read(22)
    if len(record) < 22 or not record.startswith(_END):
        raise refusal("broken")
    disk, start_disk, here, entries, directory_size, directory_at, comment = struct.unpack("<4H2LH", record[4:])
    if disk or start_disk or here != entries or comment or directory_at + directory_size + 22 != size:
        raise refusal("broken")
    if entries > limits.MEMBERS or directory_size > limits.DIRECTORY_BYTES:
        raise refusal("too_many_members", limit=limits.MEMBERS)


def _kind(archive: zipfile.ZipFile, size: int) -> FileKind:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if len(members) > limits.MEMBERS:
        raise refusal("too_many_members", limit=limits.MEMBERS)
    if len(set(names)) != len(names):
        raise refusal("broken")
    for member in members:
        _check_member(member)
    total = sum(member.file_size for member in members)
    if total > limits.UNPACKED_BYTES:
        raise refusal("unpacks_too_large", limit=limits.UNPACKED_BYTES // limits.MIB)
    if total > limits.RATIO * size:
        raise refusal("ratio", limit=limits.RATIO)
    found = [kind for kind, part in _MAIN_PARTS.items() if part in names]
    if len(found) == 1 and "[content_types].xml" in names:
        _refuse_macro_types(archive, members[names.index("[content_types].xml")])
        return found[0]
    if not found and names and names[0] == "mimetype" and "content.xml" in names and _is_odt(archive, members[0]):
        return FileKind.ODT
    raise refusal("content_unknown")


_MAIN_PARTS = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}


def _is_odt(archive: zipfile.ZipFile, first: zipfile.ZipInfo) -> bool:
    return first.file_size < 100 and archive.read(first) == SHAPES[FileKind.ODT].media_type.encode()


def _refuse_macro_types(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.file_size > limits.RELATIONS_BYTES:
        raise refusal("broken")
    if b"macroenabled" in archive.read(member).lower():
        raise refusal("active")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    shown = ascii(name[:60])
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or "\x00" in name or not name.isprintable():
        raise refusal("member_name", name=shown)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refusal("symbolic_link")
    if member.flag_bits & 0x41:
        raise refusal("password")
    if member.file_size > limits.SMALL_MEMBER and member.file_size > limits.RATIO * max(1, member.compress_size):
        raise refusal("ratio", limit=limits.RATIO)
    lower = name.lower()
    if any(part in lower if part.startswith("vba") else f"/{part}" in f"/{lower}" for part in _MACRO_PARTS):
        raise refusal("active")
    if "externallinks/" in lower:
        raise refusal("external_link", name=shown)
    if "embeddings/" in lower or lower.endswith(_ARCHIVE_ENDINGS) or lower.startswith("object "):
        raise refusal("embedded", name=shown)


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    lower = member.filename.lower()
    shown = ascii(member.filename[:60])
    with archive.open(member) as content:
        first = content.read(limits.CHUNK)
        if first.startswith(_ARCHIVE_HEADS):
            raise refusal("embedded", name=shown)
        if first.startswith(_WIDE_XML):
            raise refusal("forbidden_xml")
        is_xml = lower.endswith((".xml", ".rels", ".rdf", ".vml")) or first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
            b"<"
        )
        if is_xml:
            _check_encoding(first)
        tail = b""
        while first:
            window = tail + first
            if is_xml and (b"\x00" in first or _FORBIDDEN_XML.search(window)):
                raise refusal("forbidden_xml")
            tail, first = window[-_OVERLAP:], content.read(limits.CHUNK)
    if lower.endswith(".rels"):
        _check_relations(archive, member)


def _check_encoding(first: bytes) -> None:
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in first[:200]:
        raise refusal("forbidden_xml")
    said = _ENCODING.search(first[:300])
    if said and said.group(1).lower() not in _READABLE:
        raise refusal("forbidden_xml")


def _check_relations(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A relation that leaves the document is fetched when it is opened; only links a person clicks are harmless."""
    if member.file_size > limits.RELATIONS_BYTES:
        raise refusal("broken")
    for found in _RELATION.finditer(archive.read(member)):
        attributes = html.unescape(found.group(1).decode("utf-8", "replace"))
        if _EXTERNAL.search(attributes) and not _HARMLESS.search(attributes):
            raise refusal("external_link", name=ascii(member.filename[:60]))
