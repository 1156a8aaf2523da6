"""The top of a paper: the State's form, the Party's form, and the plain one of what is no official paper."""

from __future__ import annotations

from typing import Any

from docx.shared import Pt

from foundation.papers.marks import CENTRE, LEFT, columns, rule, run, spaced
from foundation.papers.paper import Heading, Paper, PartyHeading, PlainHeading, StateHeading
from foundation.papers.words import balanced, width_in_mm

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
_LEFT_WIDTH = 66.0
_LEFT_ROOM = 63.0
_STATE = {"superior": 12.0, "authority": 12.0, "number": 13.0, "day": 13.0, "name": 14.0, "about": 14.0}
_PARTY = {"superior": 14.0, "authority": 14.0, "number": 14.0, "day": 14.0, "name": 16.0, "about": 14.0}


def write_heading(document: Any, heading: Heading, text_width: int) -> None:
    match heading:
        case StateHeading():
            left, right = _grid(document, text_width)
            _issuer(left, heading, _STATE)
            _short_rule(left, heading.authority, _STATE["authority"])
            _line(left, heading.number, _STATE["number"], before=4)
            _first(right, NATION, 12, bold=True)
            _line(right, MOTTO, 13, bold=True)
            room = text_width - _LEFT_WIDTH
            rule(right.add_paragraph(), room=room, length=width_in_mm(MOTTO, 13, bold=True))
            _line(right, heading.place_and_date, _STATE["day"], italic=True, before=4)
        case PartyHeading():
            left, right = _grid(document, text_width)
            _issuer(left, heading, _PARTY)
            _line(left, "*", 14)
            _line(left, heading.number, _PARTY["number"])
            _first(right, PARTY_NAME, 15, bold=True)
            room = text_width - _LEFT_WIDTH
            rule(right.add_paragraph(), room=room, length=width_in_mm(PARTY_NAME, 15, bold=True))
            _line(right, heading.place_and_date, _PARTY["day"], italic=True, before=4)
        case PlainHeading():
            run(spaced(document.add_paragraph(), align=LEFT), heading.authority, 12, bold=True)
            run(spaced(document.add_paragraph(), after=4, align=LEFT), heading.note, 11, italic=True)


def write_title(document: Any, paper: Paper, text_width: int) -> None:
    party, plain = isinstance(paper.heading, PartyHeading), isinstance(paper.heading, PlainHeading)
    sizes = _PARTY if party else _STATE
    name = spaced(document.add_paragraph(), before=6 if plain else 14, align=CENTRE)
    name.paragraph_format.keep_with_next = True
    run(name, paper.title.name, 16 if plain else sizes["name"], bold=True)
    if not paper.title.about:
        name.paragraph_format.space_after = Pt(8)
        return
    size = sizes["about"] - (1 if plain else 0)
    lines = balanced(paper.title.about, size, text_width - 20.0, bold=True)
    for line in lines:
        about = spaced(document.add_paragraph(), align=CENTRE)
        about.paragraph_format.keep_with_next = True
        run(about, line, size, bold=True)
    if plain:
        about.paragraph_format.space_after = Pt(6)
    if party:
        run(spaced(document.add_paragraph(), after=6, align=CENTRE), "-----", 14)
    elif not plain:
        below = document.add_paragraph()
        rule(below, room=float(text_width), length=width_in_mm(lines[-1], size, bold=True) * 0.42)
        below.paragraph_format.space_before, below.paragraph_format.space_after = Pt(4), Pt(10)


def _grid(document: Any, text_width: int) -> tuple[Any, Any]:
    table = document.add_table(rows=1, cols=2)
    columns(table, (_LEFT_WIDTH, text_width - _LEFT_WIDTH), borders=False)
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _first(cell: Any, text: str, size: float, *, bold: bool) -> None:
    run(spaced(cell.paragraphs[0], align=CENTRE), text, size, bold=bold)


def _line(cell: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, before: float = 0) -> None:
    run(spaced(cell.add_paragraph(), before=before, align=CENTRE), text, size, bold=bold, italic=italic)


def _issuer(cell: Any, heading: StateHeading | PartyHeading, sizes: dict[str, float]) -> None:
    named = ((heading.superior, "superior", False), (heading.authority, "authority", True))
    lines = [
        (line, sizes[size], bold)
        for text, size, bold in named
        for line in balanced(text.upper(), sizes[size], _LEFT_ROOM, bold=bold)
    ]
    for number, (text, size, bold) in enumerate(lines):
        _first(cell, text, size, bold=bold) if number == 0 else _line(cell, text, size, bold=bold)


def _short_rule(cell: Any, text: str, size: float) -> None:
    """A third to a half of the name's length, by the decree."""
    length = min(width_in_mm(text.upper(), size, bold=True), _LEFT_ROOM) * 0.42
    rule(cell.add_paragraph(), room=_LEFT_WIDTH, length=length)
