"""The fixed list of kinds of file: endings, the type they are served with, the types a browser may declare."""

from dataclasses import dataclass

from django.db import models

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ANY = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_ZIP = frozenset({"application/zip", "application/x-zip-compressed"})


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", "OpenDocument"
    TXT = "txt", "TXT"
    CSV = "csv", "CSV"


@dataclass(frozen=True, slots=True)
class Shape:
    """`declared` are the types a browser sends for this kind; another one is a mismatch."""

    media_type: str
    endings: tuple[str, ...]
    declared: frozenset[str]


def _shape(media_type: str, *endings: str, also: frozenset[str] = frozenset()) -> Shape:
    return Shape(media_type, endings, _ANY | {media_type} | also)


SHAPES: dict[FileKind, Shape] = {
    FileKind.PDF: _shape("application/pdf", ".pdf", also=frozenset({"application/x-pdf"})),
    FileKind.JPEG: _shape("image/jpeg", ".jpg", ".jpeg", also=frozenset({"image/jpg", "image/pjpeg"})),
    FileKind.PNG: _shape("image/png", ".png", also=frozenset({"image/x-png"})),
    FileKind.WEBP: _shape("image/webp", ".webp"),
    FileKind.DOCX: _shape(f"{_OFFICE}.wordprocessingml.document", ".docx", also=_ZIP),
    FileKind.XLSX: _shape(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx", also=_ZIP),
    FileKind.ODT: _shape("application/vnd.oasis.opendocument.text", ".odt", also=_ZIP),
    FileKind.TXT: _shape("text/plain", ".txt"),
    FileKind.CSV: _shape(
        "text/csv", ".csv", also=frozenset({"text/plain", "application/csv", "application/vnd.ms-excel"})
    ),
}
BY_ENDING = {ending: kind for kind, shape in SHAPES.items() for ending in shape.endings}
ACCEPT = ",".join(sorted(BY_ENDING))
"""For the `accept` of a file field: a phone offers camera and library for the pictures among them."""


def media_type_of(kind: str) -> str:
    """The type a file is served with: text with its encoding left unsaid, never what a browser would run."""
    return SHAPES[FileKind(kind)].media_type
