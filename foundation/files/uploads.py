"""Files on their way in: how large a request may be on which route, and the name exactly as it was sent."""

import os
import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser

from foundation.files import storage

FORM_BYTES = 64 * 1024
"""What the other fields and the boundaries of a form may add to the file."""


def most_bytes(route: str) -> int:
    """The largest body this route takes; only the routes in settings.UPLOAD_ROUTES take more than the default."""
    return int(settings.UPLOAD_ROUTES.get(route, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)) + FORM_BYTES


class SentFile(UploadedFile):
    """An upload on disk. `sent_name` is the name before anything was made of it; `no_room`: the disk was full."""

    sent_name = ""
    no_room = False

    def temporary_file_path(self) -> str:
        assert self.file is not None  # helps mypy: an upload has its file
        return str(self.file.name)


class _SentNames(MultiPartParser):
    _upload_handlers: "list[LimitedUpload]"

    def sanitize_file_name(self, file_name: str) -> str | None:
        self._upload_handlers[0].sent_name = file_name
        return super().sanitize_file_name(file_name) or ("unnamed" if file_name else None)


class LimitedUpload(FileUploadHandler):
    """The only upload handler: measures the body against its route before reading it, writes to the files' disk."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.sent_name = ""
        self._parsing = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> Any:
        if self._parsing:
            return None
        match = getattr(self.request, "resolver_match", None)
        if content_length > most_bytes(match.view_name if match else ""):
            raise RequestDataTooBig("The body is larger than this route takes.")
        self._parsing = True
        return _SentNames(META, input_data, [self], encoding).parse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        file = tempfile.NamedTemporaryFile(dir=storage.incoming(), suffix=storage.PART)  # noqa: SIM115  the upload's own
        self.file = SentFile(file, self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.file.sent_name = self.sent_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file.no_room:
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            if error.errno not in storage.FULL:
                raise
            self.file.no_room = True

    def file_complete(self, file_size: int) -> SentFile:
        try:
            self.file.seek(0)
        except OSError as error:
            if error.errno not in storage.FULL:
                raise
            self.file.no_room = True
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            path = self.file.temporary_file_path()
            self.file.close()
            if os.path.exists(path):
                os.remove(path)
