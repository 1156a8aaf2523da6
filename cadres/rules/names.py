"""Vietnamese names as plain text: search without marks, order by given name, tidy writing."""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODES = {letter: str(20 + place) for place, letter in enumerate(_ALPHABET)}
_DIGIT_CODES = {str(digit): f"{5 + digit:02d}" for digit in range(10)}
_OTHER = "90"
_END = "00"
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_WORD = re.compile(r"[^\W\d_]+")


def collapsed(text: str) -> str:
    """Composed, without invisible characters, each run of blanks one space."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def search_key(text: str) -> str:
    """Lower case without marks, the same for composed and decomposed input."""
    apart = unicodedata.normalize("NFD", collapsed(text).casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(bare.replace("đ", "d").split())


def sort_key(full_name: str) -> str:
    """Digits whose byte order is the Vietnamese order: given name, family name, middle names.

    Each part compares by its letters (a ă â b c d đ ...) and then by its tones
    (none, huyền, hỏi, ngã, sắc, nặng), so that people of one given name stand together.
    """
    words = collapsed(full_name).lower().split()
    if not words:
        return ""
    given, rest = words[-1:], words[:-1]
    return "".join(_part(part) for part in (given, rest[:1], rest[1:]))[:400]


def _part(words: list[str]) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for word in words:
        tone = 1
        for character in word:
            code, own_tone = _code(character)
            letters.append(code)
            tone = own_tone if own_tone > 1 else tone
        letters.append("01")
        tones.append(str(tone))
    return "".join(letters) + _END + "".join(tones) + _END


def _code(character: str) -> tuple[str, int]:
    """The two digits of one character with its letter mark, and its tone."""
    apart = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), 1)
    kept = "".join(mark for mark in apart[1:] if mark in _LETTER_MARKS)
    letter = unicodedata.normalize("NFC", apart[0] + kept)
    for candidate in (letter, apart[0]):
        if candidate in _LETTER_CODES:
            return _LETTER_CODES[candidate], tone
    if apart[0] in _DIGIT_CODES:
        return _DIGIT_CODES[apart[0]], 1
    return (_OTHER, 1) if apart[0].isalnum() else ("02", 1)


def tidy_name(text: str) -> str:
    """A person's name as it is written: NGUYỄN THỊ H'HEN becomes Nguyễn Thị H'Hen; mixed case is left alone."""
    name = collapsed(text)
    if name.isupper() or name.islower():
        return _WORD.sub(lambda found: found.group()[:1].upper() + found.group()[1:].lower(), name)
    return name
