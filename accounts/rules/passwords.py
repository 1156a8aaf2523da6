"""What makes a password too easy to guess, as pure functions over text."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

SHORTEST, LONGEST = 12, 256
OWN_LETTERS = 5
"""Letters that must be left when everything guessable is taken away."""
LOCAL_WORDS = Path(__file__).resolve().parent.parent / "data" / "local_words.txt"


def plain(text: str) -> str:
    """Small letters and digits only, without marks: how a guesser writes."""
    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in bare.casefold() if character.isalnum() and character.isascii())


@lru_cache(maxsize=1)
def local_words() -> tuple[str, ...]:
    lines = LOCAL_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in (raw.strip() for raw in lines) if line and not line.startswith("#"))


def core(password: str) -> str:
    """The letters of a password without digits and signs around and between them."""
    return "".join(character for character in plain(password) if character.isalpha())


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether hardly anything is left of the password once these words, digits and signs are taken away.

    Words shorter than two letters count for nothing; order, repetition and letter case do not matter. A password
    in which none of the words stands is not made of them.
    """
    left = text = plain(password)
    for word in sorted({plain(word) for word in words}, key=len, reverse=True):
        if len(word) >= 2:
            left = left.replace(word, "")
    rest = [character for character in left if character.isalpha()]
    return left != text and len(rest) < OWN_LETTERS


def name_words(*names: str) -> list[str]:
    """The parts of names, each by itself: any order and any number of them is then found."""
    return [part for name in names for part in name.replace(".", " ").replace("-", " ").replace("_", " ").split()]
