"""What is checked about an uploaded table before anything parses it."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from typing import BinaryIO, Literal

from foundation.sheets import limits
from foundation.sheets.refusals import refusal

Kind = Literal["xlsx", "csv", "docx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_OTHER_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
)
_ARCHIVE_HEADS = (_ZIP, b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08", _OLE[:4])
_ARCHIVE_ENDINGS = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".jar", ".7z", ".rar", ".gz", ".xls", ".doc", ".exe")
_SMALL_MEMBER = limits.MIB
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def check_table_file(file: BinaryIO, *, documents: bool = False) -> Kind:
    """Say what the file is by its content; refuses whatever passes a limit. Reads directories and first bytes only.

    Args:
        documents: whether a text document (DOCX) is taken as well, for its tables.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size == 0:
        raise refusal("empty_file")
    if size > limits.FILE_BYTES:
        raise refusal("too_large", limit=limits.FILE_BYTES // limits.MIB)
    head = file.read(4096)
    if head.startswith(_OLE):
        _refuse_ole(file)
    if head.startswith(_ZIP):
        kind = _check_archive(file, size, documents)
        file.seek(0)
        return kind
    _check_text(head)
    file.seek(0)
    return "csv"


def _refuse_ole(file: BinaryIO) -> None:
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in file.read(limits.FILE_BYTES):
        raise refusal("password")
    raise refusal("old_excel")


def _check_text(head: bytes) -> None:
    if head.startswith(_OTHER_BINARY) or head.startswith((b"PK", _END)):
        raise refusal("not_a_table")
    if head.startswith(_UTF16_MARKS):
        return
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")):
        raise refusal("web_page")
    if b"\x00" in head:
        raise refusal("not_a_table")


def _check_archive(file: BinaryIO, size: int, documents: bool) -> Kind:
    _check_end_record(file, size)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_members(archive, size, documents)
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
        raise refusal("broken_archive") from error


def _check_end_record(file: BinaryIO, size: int) -> None:
    """The counts in the last record, before zipfile builds one object for each member."""
    file.seek(max(0, size - 22))
    record = file.read(22)
    if len(record) < 22 or not record.startswith(_END):
        raise refusal("broken_archive")
    disk, start_disk, here, entries, directory_size, directory_at, comment = struct.unpack("<4H2LH", record[4:])
    if disk or start_disk or here != entries or comment or directory_at + directory_size + 22 != size:
        raise refusal("broken_archive")
    if entries > limits.MEMBERS or directory_size > limits.DIRECTORY_BYTES:
        raise refusal("too_many_members", limit=limits.MEMBERS)


def _check_members(archive: zipfile.ZipFile, size: int, documents: bool) -> Kind:
    members = archive.infolist()
    if len(members) > limits.MEMBERS:
        raise refusal("too_many_members", limit=limits.MEMBERS)
    names = [member.filename.lower() for member in members]
    kind: Kind = "docx" if documents and "word/document.xml" in names else "xlsx"
    if "[content_types].xml" not in names or (kind == "xlsx" and "xl/workbook.xml" not in names):
        raise refusal("not_a_workbook")
    if len(set(names)) != len(names):
        raise refusal("broken_archive")
    if sum(member.file_size for member in members) > limits.UNPACKED_BYTES:
        raise refusal("unpacks_too_large", limit=limits.UNPACKED_BYTES // limits.MIB)
    if sum(member.file_size for member in members) > limits.RATIO * size:
        raise refusal("ratio", limit=limits.RATIO)
    for member in members:
        _check_member(archive, member)
    return kind


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts or "\x00" in name or not name.isprintable():
        raise refusal("member_name", name=ascii(name[:60]))
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refusal("symbolic_link")
    if member.flag_bits & 0x41:
        raise refusal("password")
    if member.file_size > _SMALL_MEMBER and member.file_size > limits.RATIO * max(1, member.compress_size):
        raise refusal("ratio", limit=limits.RATIO)
    lower = name.lower()
    if "vbaproject" in lower or lower.startswith(("xl/macrosheets/", "xl/dialogsheets/")):
        raise refusal("macro")
    if lower.startswith("xl/externallinks/"):
        raise refusal("external_link")
    if lower.startswith(("xl/embeddings/", "xl/activex/", "word/embeddings/", "word/activex/")) or lower.endswith(
        _ARCHIVE_ENDINGS
    ):
        raise refusal("nested_archive", name=ascii(name[:60]))
    if member.file_size:
        with archive.open(member) as content:
            if content.read(4).startswith(_ARCHIVE_HEADS):
                raise refusal("nested_archive", name=ascii(name[:60]))


def check_table_bytes(content: bytes) -> Kind:
    """The same for content already in memory."""
    return check_table_file(io.BytesIO(content))
