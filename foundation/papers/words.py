"""Text as it may stand on a paper: one spelling of diacritics, no control characters, nothing that turns reading."""

import math
import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b]")
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]+")
_NARROW = frozenset("iIjltfr.,;:'!|()[]/-")
_WIDE = frozenset("mwMW%@")


def printable(text: str) -> str:
    """The text in one line and in one Unicode form (NFC).

    What XML cannot hold becomes the replacement sign, so that it is seen and not silently lost; marks that turn the
    direction of reading go, for a name must be read as it is stored.
    """
    one_line = _BREAKS.sub(" ", text)
    return unicodedata.normalize("NFC", _TURNING.sub("", _UNPRINTABLE.sub("\ufffd", one_line)))


def width_in_mm(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of Times New Roman is: for the rules under the heading, whose length follows the text."""
    ems = 0.0
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter):
            continue
        if letter in " \u00a0":
            ems += 0.25
        elif letter in _NARROW:
            ems += 0.33
        elif letter in _WIDE:
            ems += 0.85
        elif letter.isupper():
            ems += 0.69
        else:
            ems += 0.47
    return ems * size * 0.3528 * (1.04 if bold else 1.0)


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """A name in as few lines as `room` (millimetres) allows, about equally long, as a clerk would break it."""
    words = printable(text).split(" ")
    count = max(1, math.ceil(width_in_mm(text, size, bold=bold) / room))
    while count < len(words):
        lines = _broken(words, width_in_mm(text, size, bold=bold) / count, size, bold)
        if all(width_in_mm(line, size, bold=bold) <= room for line in lines):
            return lines
        count += 1
    return (" ".join(words),) if count == 1 else tuple(words)


def _broken(words: list[str], aim: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        over = width_in_mm(longer, size, bold=bold) - aim
        if line and over > aim - width_in_mm(line, size, bold=bold):
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)
