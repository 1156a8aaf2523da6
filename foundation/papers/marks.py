"""Pieces of WordprocessingML that python-docx has no method for: rules, borders, page numbers, sizes of cells."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from foundation.papers.words import printable

FONT = "Times New Roman"
LEFT, CENTRE, BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def run(paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Any:
    """One run of text in the one font; whatever the text holds, it is only ever text."""
    made = paragraph.add_run(printable(text))
    made.font.size, made.font.bold, made.font.italic = Pt(size), bold, italic
    return made


def set_font(style: Any, size: float) -> None:
    """The font for every kind of letter, so that no reader falls back to another one for Vietnamese."""
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))


def spaced(paragraph: Any, *, before: float = 0, after: float = 0, line: float = 1.0, align: Any = None) -> Any:
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    if align is not None:
        paragraph.alignment = align
    return paragraph


def rule(paragraph: Any, *, room: float, length: float) -> None:
    """A thin unbroken line of `length`, centred in `room` (millimetres): the upper edge of an empty paragraph."""
    side = max(0.0, (room - length) / 2)
    spaced(paragraph, before=2).paragraph_format.line_spacing = Pt(4)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(side)
    edges = element("w:pBdr")
    edges.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(paragraph: Any, size: float) -> None:
    """The field PAGE, with nothing of the paper's own text in it."""
    for kind in ("begin", None, "end"):
        piece = run(paragraph, "", size)._r
        if kind is None:
            code = element("w:instrText")
            code.text = "PAGE"
            piece.append(code)
        else:
            piece.append(element("w:fldChar", fldCharType=kind))


def columns(table: Any, widths: tuple[float, ...], *, borders: bool) -> None:
    """Fixed widths; with borders a table of data, without them a grid for placing."""
    table.autofit = False
    properties = table._tbl.tblPr
    edges = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(element(f"w:{side}", val="single" if borders else "nil", sz="4", space="0", color="000000"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="85" if borders else "0", type="dxa"))
    layout = properties.find(qn("w:tblLayout"))
    if borders:
        layout.addprevious(element("w:tblInd", w="85", type="dxa"))
    layout.addprevious(edges)
    layout.addnext(margins)
    for place, width in enumerate(widths):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)


def whole_row(row: Any, *, heading: bool = False) -> None:
    """A row is never torn in two; a head is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if heading:
        properties.append(element("w:tblHeader"))
