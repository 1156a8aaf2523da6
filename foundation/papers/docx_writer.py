"""Renders a Paper to DOCX: A4, Times New Roman, the same bytes for the same paper on every machine and day."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import docx
from docx.shared import Mm, Pt

from foundation.papers.headings import write_heading, write_title
from foundation.papers.marks import BOTH, CENTRE, LEFT, columns, page_number, run, set_font, spaced, whole_row
from foundation.papers.paper import (
    Article,
    Basis,
    Block,
    Closing,
    Paper,
    Paragraph,
    PartyHeading,
    PlainHeading,
    Section,
    Signature,
    Signatures,
    Table,
)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = 160
"""Millimetres between the margins of A4: 210 less 30 on the left (binding) and 20 on the right."""
_ALWAYS = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_ROOM_FOR_SIGNING = 44
_SMALL = 7.5
_UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering", "/webSettings")
_KEPT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "header", "footer")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Points of the body, recipients' title and list; lines apart."""

    body: float
    recipients_title: float
    recipients: float
    line: float
    after: float


STATE = Sizes(body=14, recipients_title=12, recipients=11, line=1.05, after=6)
PARTY = Sizes(body=14, recipients_title=14, recipients=12, line=1.1, after=6)
PLAIN = Sizes(body=13, recipients_title=12, recipients=11, line=1.05, after=5)


def render(paper: Paper) -> bytes:
    """The paper as a DOCX file: no macros, no fields but the page number, text never interpreted."""
    document = docx.Document()
    sizes = _sizes(paper)
    _prepare(document, paper, sizes)
    write_heading(document, paper.heading, TEXT_WIDTH)
    write_title(document, paper, TEXT_WIDTH)
    for block in paper.blocks:
        _write_block(document, block, sizes, party=isinstance(paper.heading, PartyHeading))
    if paper.closing is not None:
        _write_closing(document, paper.closing, sizes, party=isinstance(paper.heading, PartyHeading))
    made = io.BytesIO()
    document.save(made)
    return _repacked(made.getvalue())


def _sizes(paper: Paper) -> Sizes:
    if isinstance(paper.heading, PlainHeading):
        return PLAIN
    return PARTY if isinstance(paper.heading, PartyHeading) else STATE


def _prepare(document: Any, paper: Paper, sizes: Sizes) -> None:
    set_font(document.styles["Normal"], sizes.body)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(9)
    section.different_first_page_header_footer = True
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        line = spaced(header.paragraphs[0], align=CENTRE)
        if numbered:
            page_number(line, 13)
        if paper.warning:
            run(spaced(header.add_paragraph() if numbered else line, align=CENTRE), paper.warning, 10, bold=True)
    for footer in (section.first_page_footer, section.footer):
        if paper.footer:
            run(spaced(footer.paragraphs[0], align=CENTRE), paper.footer, _SMALL)
    core = document.core_properties
    core.author = core.last_modified_by = core.title = core.comments = core.keywords = ""
    core.created = core.modified = _ALWAYS
    core.revision, core.language = 1, "vi-VN"
    _unburdened(document)


def _unburdened(document: Any) -> None:
    """Without what the library's blank document carries and no paper needs: picture, extra styles, XML islands."""
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in rels.items() if link.reltype.endswith(_UNUSED)]:
            del rels[key]
    styles = document.styles.element
    for style in [style for style in styles.style_lst if style.name_val not in _KEPT_STYLES]:
        styles.remove(style)


def _body(document: Any, sizes: Sizes, *, align: Any = BOTH, indent: bool = True) -> Any:
    paragraph = spaced(document.add_paragraph(), after=sizes.after, line=sizes.line, align=align)
    paragraph.paragraph_format.widow_control = True
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(12.7 if sizes is not PLAIN else 0)
    return paragraph


def _write_block(document: Any, block: Block, sizes: Sizes, *, party: bool) -> None:
    match block:
        case Paragraph():
            _write_paragraph(document, block, sizes)
        case Basis():
            line = _body(document, sizes)
            run(line, f"- {block.text}" if party else block.text, sizes.body, italic=not party)
            if block.mark:
                run(line, f" [{block.mark}]", sizes.body - 2, bold=True)
        case Section():
            line = _body(document, sizes, align=LEFT)
            line.paragraph_format.keep_with_next = True
            run(line, block.text, sizes.body, bold=True)
        case Article():
            line = _body(document, sizes)
            line.paragraph_format.keep_with_next = bool(block.items)
            run(line, f"{block.label} ", sizes.body, bold=True)
            run(line, block.text, sizes.body)
            for item in block.items:
                run(_body(document, sizes), item, sizes.body)
        case Table():
            _write_table(document, block, sizes)
        case Signatures():
            _write_signatures(document, block, sizes)


def _write_paragraph(document: Any, block: Paragraph, sizes: Sizes) -> None:
    line = _body(document, sizes, align=CENTRE if block.centred else BOTH, indent=not block.centred)
    if block.centred:
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6)
    if block.lead:
        run(line, f"{block.lead} ", sizes.body, bold=True)
    run(line, block.text, sizes.body, bold=block.bold, italic=block.italic)


def _write_table(document: Any, block: Table, sizes: Sizes) -> None:
    size = sizes.body - 1
    table = document.add_table(rows=0, cols=len(block.widths))
    for number, row in enumerate(((block.head,) if block.head else ()) + block.rows):
        heading = bool(block.head) and number == 0
        line = table.add_row()
        whole_row(line, heading=heading)
        for place, text in enumerate(row):
            label = heading or (not block.head and place == 0)
            paragraph = spaced(line.cells[place].paragraphs[0], before=2, after=2, align=CENTRE if heading else LEFT)
            run(paragraph, text, size, bold=label)
    columns(table, tuple(float(width) for width in block.widths), borders=True)
    spaced(document.add_paragraph(), after=2).paragraph_format.line_spacing = Pt(6)


def _sign(cell: Any, signature: Signature, sizes: Sizes) -> None:
    for number, line in enumerate(signature.capacity):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run(spaced(paragraph, align=CENTRE), line, sizes.body - (1 if sizes is not PARTY else 0), bold=True)
        paragraph.paragraph_format.keep_with_next = True
    if signature.note:
        note = spaced(cell.add_paragraph(), align=CENTRE)
        note.paragraph_format.keep_with_next = True
        run(note, signature.note, sizes.body - 2, italic=True)
    name = spaced(cell.add_paragraph(), before=_ROOM_FOR_SIGNING, align=CENTRE)
    run(name, signature.name, sizes.body, bold=True)


def _keep_last_lines(document: Any) -> None:
    """A signature never stands alone on a page: the text's last paragraph goes with it."""
    last = document.paragraphs[-1] if document.paragraphs else None
    if last is not None and last._p is document.element.body[-2]:
        last.paragraph_format.keep_with_next = True


def _write_signatures(document: Any, block: Signatures, sizes: Sizes) -> None:
    _keep_last_lines(document)
    table = document.add_table(rows=1, cols=len(block.row))
    whole_row(table.rows[0])
    for place, signature in enumerate(block.row):
        _sign(table.rows[0].cells[place], signature, sizes)
    columns(table, tuple(TEXT_WIDTH / len(block.row) for _ in block.row), borders=False)


def _write_closing(document: Any, closing: Closing, sizes: Sizes, *, party: bool) -> None:
    _keep_last_lines(document)
    table = document.add_table(rows=1, cols=2)
    whole_row(table.rows[0])
    left, right = table.rows[0].cells
    if closing.recipients:
        title = run(
            spaced(left.paragraphs[0], align=LEFT), closing.recipients_title, sizes.recipients_title,
            bold=not party, italic=not party,
        )  # fmt: skip
        title.font.underline = party
        for line in closing.recipients:
            run(spaced(left.add_paragraph(), align=LEFT), f"- {line}", sizes.recipients)
    _sign(right, closing.signature, sizes)
    columns(table, (75.0, TEXT_WIDTH - 75.0), borders=False)


def _repacked(content: bytes) -> bytes:
    """The same members in the same order with a fixed date, stored and not pressed: no library's version shows."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, date_time=_ZIP_DAY)
            fixed.create_system, fixed.external_attr = 3, 0o600 << 16
            made.writestr(fixed, source.read(member))
    return target.getvalue()
