"""Reading a delimited text file, in the child: encoding, separator, rows of text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.sheets import limits
from foundation.sheets.neutral import restored
from foundation.sheets.problem import SheetProblem

_SEPARATORS = (";", ",", "\t", "|")
_KEPT_AS_TEXT = re.compile(r'^="([^"]*)"$')


@dataclass
class DelimitedText:
    encoding: str
    separator: str
    body: str


def open_delimited(content: bytes) -> DelimitedText:
    encoding, text = _decode(content)
    if "\x00" in text:
        raise SheetProblem("encoding")
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return DelimitedText(encoding, first[4], rest)
    return DelimitedText(encoding, _separator(text), text)


def _decode(content: bytes) -> tuple[str, str]:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    named = [encoding for mark, encoding in marks if content.startswith(mark)]
    for encoding in named or ["utf-8", "cp1258"]:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        return encoding, unicodedata.normalize("NFC", text) if encoding == "cp1258" else text
    raise SheetProblem("encoding")


def _separator(text: str) -> str:
    """The separator that cuts the widest heading line; quoted parts do not count."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:40]]
    scores = {mark: sorted((line.count(mark) for line in lines), reverse=True)[:10] for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: (sum(scores[mark]), -_SEPARATORS.index(mark)))
    return best if sum(scores[best]) else ";"


def delimited_rows(source: DelimitedText) -> Iterator[list[str]]:
    csv.field_size_limit(limits.CELL_CHARACTERS * 4)
    lines = csv.reader(io.StringIO(source.body, newline=""), delimiter=source.separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            if number > limits.ROWS + limits.FRAME_ROWS and any(cells):
                raise SheetProblem("too_many_rows", limit=limits.ROWS)
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > limits.COLUMNS:
                raise SheetProblem("too_many_columns", limit=limits.COLUMNS)
            yield [_text(cell) for cell in cells]
    except csv.Error as error:
        raise SheetProblem("broken_quotes", row=number + 1) from error


def _text(cell: str) -> str:
    kept = _KEPT_AS_TEXT.match(cell)
    return kept.group(1) if kept else restored(cell)
