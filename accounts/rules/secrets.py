"""Random secrets of 256 bits, of which only a hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits in letters that stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256: enough for random secrets, which nobody can guess; passwords need argon2."""
    return hashlib.sha256(secret.encode()).hexdigest()
