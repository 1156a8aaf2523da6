"""Telling the lines of a staff list apart: people, headings of units and divisions, totals and signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from cadres.roster.fields import Field
from cadres.roster.header import Header, is_numbering_row
from cadres.rules.names import collapsed
from cadres.rules.titles import words
from foundation.sheets.cells import Cell, CellKind

_MARKED = re.compile(r"^\(?((?:[IVXLC]+|[A-Z]|\d{1,3})(?:\.\d{1,3})*)\)?\s*[.):\-]?\s+(?=\S)")
_MARKER = re.compile(r"^\(?((?:[IVXLC]+|[A-Z]|\d{1,3})(?:\.\d{1,3})*)\)?[.):]?$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_TOTAL = re.compile(r"^((tong cong|tong so|danh sach (nay )?(gom|co))\b|(tong|cong)( \d|$))")
_CLOSING = re.compile(
    r"^(nguoi lap|thu truong|ke toan truong|noi nhan|xac nhan|ghi chu\b|lap bieu|ky ten|tm |kt |chu ky|nguoi ky)"
    r"|ngay\b.*\bthang\b.*\bnam\b"
)
_UNIT_WORDS = (
    "uy ban nhan dan", "so ", "dang uy", "thanh uy", "thanh tra thanh pho", "xa ", "phuong ", "quan ", "huyen ",
    "thi xa ", "thi tran ", "hoi dong nhan dan",
)  # fmt: skip
_WEIGHTY = frozenset(
    (
        Field.CODE,
        Field.NAME,
        Field.FAMILY,
        Field.GIVEN,
        Field.BIRTH,
        Field.BIRTH_MALE,
        Field.BIRTH_FEMALE,
        Field.NATIONAL_ID,
    )
    + (Field.POSITION, Field.JOB, Field.JOINED, Field.HELD_SINCE, Field.PARTY, Field.RANK, Field.SEX, Field.EMPLOYMENT)
    + (Field.EDUCATION, Field.POLITICAL, Field.EMAIL)
)


class LineKind(Enum):
    PERSON = "person"
    SECTION = "section"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside the list: a unit or a division above the people who belong to it."""

    row: int
    depth: int
    text: str


def looks_like_unit(text: str) -> bool:
    """The words name a body of its own rather than a division inside one."""
    return f"{words(text)} ".startswith(_UNIT_WORDS)


class LineSorter:
    """Goes down the list once; what a line is may depend on the lines above it."""

    def __init__(self, header: Header) -> None:
        self._weighty = [column.index for column in header.columns if column.field in _WEIGHTY]
        number, code = header.column(Field.NUMBER), header.column(Field.CODE, Field.NATIONAL_ID)
        self._number = number.index if number else None
        self._key = code.index if code else None
        self._closing = False
        self._letters = False

    def sort(self, number: int, row: list[Cell]) -> tuple[LineKind, Section | None]:
        filled = [index for index, cell in enumerate(row) if cell.value not in (None, "") and cell.shown.strip()]
        if not filled or is_numbering_row(row):
            return LineKind.NOTHING, None
        facts, numbered = len(self._facts(row)), self._is_numbered(row)
        if facts < 3:
            texts = [collapsed(row[index].shown) for index in filled]
            if any(_TOTAL.match(words(text)) for text in texts[:2]) or (
                not numbered and _CLOSING.search(words(" ".join(texts)))
            ):
                self._closing = True
                return LineKind.NOTHING, None
            section = self._section(number, row, filled, texts)
            if section is not None:
                self._closing = False
                return LineKind.SECTION, section
        if self._closing and not numbered and not self._has_key(row):
            return LineKind.NOTHING, None
        return (LineKind.PERSON if facts >= 2 or (numbered and facts) else LineKind.NOTHING), None

    def _facts(self, row: list[Cell]) -> list[int]:
        return [index for index in self._weighty if index < len(row) and row[index].shown.strip()]

    def _is_numbered(self, row: list[Cell]) -> bool:
        if self._number is None or self._number >= len(row):
            return False
        cell = row[self._number]
        return cell.kind in (CellKind.NUMBER, CellKind.FORMULA) or cell.shown.strip().rstrip(".").isdigit()

    def _has_key(self, row: list[Cell]) -> bool:
        return self._key is not None and self._key < len(row) and bool(row[self._key].shown.strip())

    def _section(self, number: int, row: list[Cell], filled: list[int], texts: list[str]) -> Section | None:
        """At most a marker and a text at the left, in cells that hold no other fact."""
        if len(filled) > 2 or any(row[index].kind not in (CellKind.TEXT, CellKind.NUMBER) for index in filled):
            return None
        marker, text = "", texts[-1]
        if len(filled) == 2:
            if filled[0] not in (self._number, 0) or not _MARKER.match(texts[0]):
                return None
            marker = _MARKER.match(texts[0]).group(1)  # type: ignore[union-attr]
            if self._number != filled[0] and self._key == filled[0]:
                return None
        elif found := _MARKED.match(text):
            marker, text = found.group(1), text[found.end() :]
        elif not (looks_like_unit(text) and filled[0] <= 1) and not (
            text.isupper() and self._number is not None and filled[0] <= self._number + 1
        ):
            return None
        if not any(sign.isalpha() for sign in text) or (self._closing and not marker):
            return None
        return Section(number, self._depth(marker, text), text)

    def _depth(self, marker: str, text: str) -> int:
        """Letters stand above roman numbers, these above plain ones; each dot is one level deeper."""
        if not marker:
            return 2 if looks_like_unit(text) else 6
        first, *deeper = marker.split(".")
        if first.isdigit():
            level = 4
        elif len(first) == 1 and (not _ROMAN.match(first) or (self._letters and first in "CDLM")):
            self._letters, level = True, 1
        else:
            level = 2
        return level + len(deeper) + (0 if level != 2 or not deeper else 2)
