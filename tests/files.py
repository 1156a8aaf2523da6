"""A files' folder of its own for a test, and uploads as a browser sends them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

BOUNDARY = "ranh-gioi-cua-mot-bieu-mau"


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.FILES_DIR = tmp_path / "files"
    yield settings.FILES_DIR


def kept_on_disk(folder: Path) -> list[Path]:
    """Every file under the folder, waiting ones too."""
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def upload(name: str, content: bytes, content_type: str = "") -> Any:
    """An upload whose name arrived as it was sent, unlike Django's own class for tests."""
    made: Any = SimpleUploadedFile("x", content, content_type)
    made.sent_name = name
    return made


def form_body(name: str, content: bytes, content_type: str, **fields: str) -> dict[str, Any]:
    """Arguments of Client.generic for a form with one file, its name on the wire byte for byte."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(head.encode("utf-8", "surrogatepass") + f"Content-Type: {content_type}\r\n\r\n".encode())
    body = b"".join(parts) + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return {"data": body, "content_type": f"multipart/form-data; boundary={BOUNDARY}"}
