"""Whether a paper names somebody who must not be named in it. Spelling of diacritics and case do not hide a name."""

import re
import unicodedata
from collections.abc import Iterable

_SHORTEST = 4
"""Shorter words stand in any text by chance."""


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return re.sub(r"\W+", " ", bare).strip()


def named(said: Iterable[str], secrets: Iterable[str]) -> bool:
    """Whether one of the secrets stands in what is said, as whole words."""
    words = [plain for secret in secrets if len(plain := _plain(secret)) >= _SHORTEST]
    if not words:
        return False
    whole = " \n ".join(_plain(text) for text in said)
    return any(f" {word} " in f" {whole} " for word in words)
