"""The answer that hands out a file: an attachment of a fixed type that no browser runs."""

from io import BytesIO
from typing import IO

from django.http import FileResponse
from django.utils.http import content_disposition_header

from foundation.files.models import StoredFile
from foundation.files.names import ending
from foundation.files.plain import without_maker

POLICY = "sandbox; default-src 'none'"


def plain_response(file: StoredFile, content: IO[bytes], *, name: str) -> FileResponse:
    """For whom the file concerns but who must not learn whose it was: a neutral name, nothing about its maker."""
    with content:
        plain = without_maker(file.kind, content.read())
    named = f"{name}{ending(file.original_name)}"
    return _answer(file, BytesIO(plain), name=named, size=len(plain))


def file_response(file: StoredFile, content: IO[bytes]) -> FileResponse:
    return _answer(file, content, name=file.original_name, size=file.size)


def _answer(file: StoredFile, content: IO[bytes], *, name: str, size: int) -> FileResponse:
    answer = FileResponse(content, content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Length"] = str(size)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
