"""What a rendered paper holds: form, the same bytes, text that stays text, every letter."""

import dataclasses
import hashlib
import io
import re
import zipfile

import docx
import pytest

from foundation.papers.docx_writer import render
from foundation.papers.paper import (
    Article,
    Basis,
    Closing,
    Paper,
    Paragraph,
    PartyHeading,
    PlainHeading,
    Section,
    Signature,
    Signatures,
    StateHeading,
    Table,
    Title,
    texts,
)
from foundation.papers.words import balanced, printable, width_in_mm

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
PAPER = Paper(
    StateHeading("Ủy ban nhân dân thành phố Hà Nội", "Sở Nội vụ", "Số: 05/QĐ-SNV", "Hà Nội, ngày 05 tháng 01 năm 2027"),
    Title("QUYẾT ĐỊNH", "Về việc A"),
    (
        Basis("Căn cứ Luật B;"),
        Basis("Căn cứ C.", "chưa kiểm chứng"),
        Paragraph("QUYẾT ĐỊNH:", centred=True, bold=True),
        Article("Điều 1.", "Nội dung.", ("Lý do: D.",)),
        Section("I. MỤC"),
        Table(("TT", "Tên"), (("1", "Đỗ Ưng"), ("2", "E")), (20, 140)),
        Table((), (("Thời gian", "8 giờ"),), (40, 120)),
        Signatures((Signature(("THƯ KÝ",), "F"), Signature(("CHỦ TRÌ",), "G", "(Ký)"))),
    ),
    Closing("Nơi nhận:", ("Như Điều 3;", "Lưu: VT."), Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Trần H")),
    "Mã hồ sơ: KL-1 · SHA-256: " + "ab" * 32,
)


def read(content: bytes) -> str:
    """All text of the body, tables included, in order."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in body.iter(f"{{{W}}}p"))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def content() -> bytes:
    return render(PAPER)


def test_the_page_is_that_of_the_decree(content):
    made = docx.Document(io.BytesIO(content))
    page = made.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [30, 20, 20, 20]
    normal = made.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(f"{{{W}}}{name}") for name in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}


def test_numbers_of_pages_stand_centred_at_the_top_from_the_second_page(content):
    page = docx.Document(io.BytesIO(content)).sections[0]
    assert page.different_first_page_header_footer
    first, later = page.first_page_header._element, page.header._element
    assert first.xpath(".//w:instrText") == []
    assert [code.text for code in later.xpath(".//w:instrText")] == ["PAGE"]
    assert later.xpath(".//w:p[.//w:instrText]/w:pPr/w:jc/@w:val") == ["center"]
    for footer in (page.first_page_footer, page.footer):
        assert footer.paragraphs[0].text == PAPER.footer


def test_the_parts_stand_in_their_order(content):
    text = read(content)
    order = [
        "ỦY BAN NHÂN DÂN", "SỞ NỘI VỤ", "Số: 05/QĐ-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 05 tháng 01 năm 2027", "QUYẾT ĐỊNH", "Về việc A",
        "Căn cứ Luật B;", "Căn cứ C. [chưa kiểm chứng]", "QUYẾT ĐỊNH:", "Điều 1. Nội dung.", "Lý do: D.", "I. MỤC",
        "Đỗ Ưng", "Thời gian", "THƯ KÝ", "Nơi nhận:", "- Như Điều 3;", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần H",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_party_has_its_own_form():
    heading = PartyHeading("Đảng bộ X", "Ủy ban Kiểm tra", "Số 05-QĐ/UBKT", "Hà Nội, ngày 05 tháng 01 năm 2027")
    text = read(render(dataclasses.replace(PAPER, heading=heading)))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text and "\n*\n" in text and "\n-----\n" in text
    assert "CỘNG HÒA" not in text and "Độc lập" not in text
    assert "- Căn cứ Luật B;" in text


def test_a_plain_sheet_carries_no_heading_of_law():
    text = read(render(dataclasses.replace(PAPER, heading=PlainHeading("Sở Nội vụ", "Để dễ hiểu."), closing=None)))
    assert "CỘNG HÒA" not in text and "ĐẢNG CỘNG SẢN" not in text and text.startswith("Sở Nội vụ\nĐể dễ hiểu.")


def test_the_warning_stands_on_every_page():
    page = docx.Document(io.BytesIO(render(dataclasses.replace(PAPER, warning="DỰ THẢO")))).sections[0]
    said = ["".join(p.text for p in header.paragraphs) for header in (page.first_page_header, page.header)]
    assert [text.count("DỰ THẢO") for text in said] == [1, 1]


def test_the_same_paper_is_the_same_bytes(content):
    again = render(dataclasses.replace(PAPER))
    assert again == content
    other = render(dataclasses.replace(PAPER, title=Title("QUYẾT ĐỊNH", "Về việc B")))
    assert hashlib.sha256(other).digest() != hashlib.sha256(content).digest()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {(member.date_time, member.compress_type) for member in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
        }
    core = docx.Document(io.BytesIO(content)).core_properties
    assert (core.author, core.last_modified_by, core.title) == ("", "", "")
    assert core.created == core.modified and core.created.year == 2000


def test_nothing_runs_and_nothing_is_fetched(content):
    found = parts(content)
    assert not [name for name in found if re.search(r"vba|embed|activeX|customXml|thumbnail|\.bin", name)]
    links = b"".join(body for name, body in found.items() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in links
    assert len(content) < 100_000


HOSTILE = [
    "<w:p/> & \"x\" 'y' ]]> <!-- -->",
    '=HYPERLINK("http://a")',
    "{ HYPERLINK x } { DDEAUTO c:\\\\a }",
    "{person} {0} {{x}} %s $x",
    "&lt;b&gt; &#65;",
    "-2+3 @SUM(1) +1",
]


def test_what_looks_like_markup_or_a_formula_stays_text():
    lines = tuple(Paragraph(text) for text in HOSTILE)
    rows = tuple((text, text) for text in HOSTILE)
    content = render(dataclasses.replace(PAPER, blocks=(*lines, Table(("a", "b"), rows, (80, 80)))))
    text = read(content)
    for said in HOSTILE:
        assert text.count(said) == 3
    codes = docx.Document(io.BytesIO(content)).element.xpath("//w:instrText | //w:fldSimple | //w:hyperlink")
    assert codes == []


def test_every_letter_of_vietnamese_arrives_in_one_spelling():
    every = "".join(letter + letter.upper() for letter in ALPHABET + TONES)
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Thu\u0309y"
    text = read(render(dataclasses.replace(PAPER, blocks=(Paragraph(every), Paragraph(decomposed)))))
    assert every in text and "Nguyễn Thị Thủy" in text


def test_what_xml_cannot_hold_is_seen_and_nothing_turns_the_reading():
    assert printable("a\x00b\x0bc\ud800") == "a\ufffdb\ufffdc\ufffd"
    assert printable("\u202eabc\u202c\u200b") == "abc"
    assert printable("a\nb\t\tc\u2028d") == "a b c d"
    assert "a\ufffdb" in read(render(dataclasses.replace(PAPER, blocks=(Paragraph("a\x00b"),))))


def test_a_long_name_is_broken_into_lines_that_fit():
    lines = balanced("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", 12, 63)
    assert lines == ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI")
    assert balanced("SỞ NỘI VỤ", 12, 63) == ("SỞ NỘI VỤ",)
    assert balanced("X" * 80, 12, 63) == ("X" * 80,)
    long = balanced("TRUNG TÂM " * 12, 12, 63)
    assert all(width_in_mm(line, 12) <= 63 for line in long) and " ".join(long).count("TRUNG") == 12


def test_every_text_of_a_paper_is_known():
    said = texts(PAPER)
    for text in ("Sở Nội vụ", "Về việc A", "Đỗ Ưng", "Lý do: D.", "Như Điều 3;", "Trần H", "PHÓ GIÁM ĐỐC", "(Ký)"):
        assert text in said
