"""What minutes are sealed by: one spelling of their content, its SHA-256 and the short code printed on the paper."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code read from paper is typed without doubt."""
CODE_LENGTH = 12


def canonical(content: Mapping[str, Any]) -> bytes:
    """One spelling of a content, whatever the order of its keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def short_code(sha256: str) -> str:
    """The first 60 bits of the hash in twelve letters, in groups of four: KX4M-09TR-2ZQH."""
    number = int(sha256[:15], 16)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def same_code(typed: str, known: str) -> bool:
    """Whether a code typed from paper is this one: case, spaces, hyphens and look-alike letters do not count."""
    return _plain(typed) == _plain(known)


def _plain(code: str) -> str:
    folded = code.upper().translate(str.maketrans("ILO", "110"))
    return "".join(letter for letter in folded if letter in LETTERS)
