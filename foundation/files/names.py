"""The name a file came with: normalised, or refused when it would deceive a person or a program."""

import unicodedata
from pathlib import PurePosixPath

from foundation.files.errors import refusal

LONGEST = 200
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = frozenset('<>:"|?*')


def cleaned(name: str) -> str:
    """The name as NFC with single blanks.

    Raises:
        FileRefused: empty, too long, with invisible or path characters, or a device of Windows.
    """
    if len(name) > LONGEST:
        raise refusal("name_too_long", limit=LONGEST)
    if any(unicodedata.category(character) in _HIDDEN for character in name):
        raise refusal("name_hidden")
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if not text:
        raise refusal("name_missing")
    if "/" in text or "\\" in text or text.startswith("..") or _FORBIDDEN & set(text):
        raise refusal("name_path")
    if text.split(".")[0].strip().casefold() in _DEVICES:
        raise refusal("name_reserved")
    return text


def ending(name: str) -> str:
    """The last ending in small letters, with its dot; empty where there is none."""
    return PurePosixPath(name).suffix.lower()
