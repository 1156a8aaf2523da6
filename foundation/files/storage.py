"""The folder of the kept files: written beside their place, made durable, moved there whole, never overwritten."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from foundation.files import limits
from foundation.files.errors import refusal

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PART = ".part"
INCOMING = "incoming"
NAME_BYTES = 24


def root() -> Path:
    """The folder, made for this user alone at the first call."""
    folder = Path(settings.FILES_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def incoming() -> Path:
    """Where a request's upload waits until it was looked at."""
    folder = root() / INCOMING
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def new_name() -> str:
    return secrets.token_hex(NAME_BYTES)


def path_of(storage_name: str) -> Path:
    """The place of a kept file; its name was made by `new_name`, nothing of the sender is in it."""
    return Path(settings.FILES_DIR) / storage_name[:2] / storage_name


@contextmanager
def writing(storage_name: str) -> Iterator[IO[bytes]]:
    """A new file beside its place; gone when the body raises, and when `settle` was not called.

    Raises:
        NoRoom: the disk is full.
    """
    root()
    folder = path_of(storage_name).parent
    part = folder / f".{storage_name}{PART}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
    except OSError as error:
        if error.errno in FULL:
            raise refusal("disk_full") from error
        raise
    finally:
        with suppress(OSError):
            part.unlink()


def fill(file: IO[bytes], chunks: Iterable[bytes], *, most: int) -> tuple[int, str]:
    """Copy, stop above `most` bytes; the size and the sha256 of what was written."""
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise refusal("too_large", limit=most // limits.MIB)
        file.write(chunk)
        digest.update(chunk)
    file.flush()
    return size, digest.hexdigest()


def settle(file: IO[bytes], storage_name: str) -> None:
    """Make the bytes durable, take away the right to write, give them their place. After this the file exists."""
    place = path_of(storage_name)
    file.flush()
    os.fsync(file.fileno())
    os.fchmod(file.fileno(), 0o400)
    os.rename(place.with_name(f".{storage_name}{PART}"), place)
    for folder in (place.parent, place.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_kept(storage_name: str) -> IO[bytes] | None:
    """The kept file for reading; None when it is gone or something else stands in its place."""
    try:
        descriptor = os.open(path_of(storage_name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    return os.fdopen(descriptor, "rb")


def digest_of(file: IO[bytes]) -> tuple[int, str]:
    """Size and sha256 of an open file, which is at its beginning again afterwards."""
    size, digest = 0, hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        size += len(chunk)
        digest.update(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def lying_about() -> Iterator[Path]:
    """Every file under the folder, kept or not."""
    base = Path(settings.FILES_DIR)
    if base.is_dir():
        yield from (Path(folder) / name for folder, _folders, names in os.walk(base) for name in names)
