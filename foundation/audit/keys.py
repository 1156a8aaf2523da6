"""The signing key of the checkpoints: Ed25519, in a file outside the database; a file of public keys lies beside it."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def make_key(path: Path) -> str:
    """Write a new key to `path`, readable by its owner only, and add its public half to `path`.pub; returns that half.

    Raises:
        FileExistsError: there is a key already.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
    key = read_key(path)
    with public_file(path).open("a", encoding="ascii") as out:
        out.write(public_of(key) + "\n")
    return public_of(key)


def public_file(path: Path) -> Path:
    return path.with_name(path.name + ".pub")


def read_key(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def public_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def signing_key() -> Ed25519PrivateKey | None:
    """The key of this installation; in development it is made at the first call. None where there is none to read."""
    if not settings.SIGNING_KEY_FILE:
        return None
    path = Path(settings.SIGNING_KEY_FILE)
    if not path.exists() and settings.SIGNING_KEY_MADE_AT_NEED:
        with suppress(FileExistsError):  # another process was first
            make_key(path)
    try:
        return read_key(path)
    except (OSError, ValueError):
        return None


def known_public_keys() -> list[str]:
    """Public keys of this installation, earlier ones included, in hexadecimal."""
    if not settings.SIGNING_KEY_FILE:
        return []
    return read_public_keys(public_file(Path(settings.SIGNING_KEY_FILE)))


def read_public_keys(path: Path) -> list[str]:
    """Every public key of a file, one a line."""
    try:
        return path.read_text(encoding="ascii").split()
    except OSError:
        return []


def is_signed(body: str, signature: str, public_keys: Sequence[str]) -> bool:
    """Whether one of these keys signed this text."""
    for public in public_keys:
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), body.encode())
        except (InvalidSignature, ValueError):
            continue
        return True
    return False
