"""The answer that hands out a file: an attachment of a fixed type that no browser runs."""

from typing import IO

from django.http import FileResponse
from django.utils.http import content_disposition_header

from foundation.files.models import StoredFile

POLICY = "sandbox; default-src 'none'"


def file_response(file: StoredFile, content: IO[bytes]) -> FileResponse:
    answer = FileResponse(content, content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.original_name) or "attachment"
    answer["Content-Length"] = str(file.size)
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
