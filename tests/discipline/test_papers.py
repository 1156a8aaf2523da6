"""Papers from facts and locked wording: structure, the lock, what is missing is named, one page beside each."""

import dataclasses
import re
import shutil
import subprocess
from datetime import date

import pytest
import yaml

from discipline.enums import Track
from discipline.rules.papers.composing import UnknownToTheTrack, compose
from discipline.rules.papers.days import day_of, month_of, padded, when, with_weekday
from discipline.rules.papers.facts import BasisFact, MissingFact, Subject, Term
from discipline.rules.papers.kinds import COUNCIL_KINDS, PaperKind, kinds_of
from discipline.rules.papers.leaks import named
from discipline.rules.papers.wording import PLACE, SOURCE, WordingChanged, current, digest, read, versions
from foundation.papers.docx_writer import render
from foundation.papers.paper import Article, Basis, Paper, PartyHeading, StateHeading, Table, texts
from tests.discipline.paper_facts import PARTY, STATE, bare

WORDING = versions()["1"]
ALL = [(facts, kind) for facts in (STATE, PARTY) for kind in kinds_of(facts.track)]


def said(paper: Paper) -> str:
    return "\n".join(texts(paper)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, str], tuple[Paper, Paper]]:
    return {(facts.track, kind): compose(kind, facts, WORDING) for facts, kind in ALL}


def test_every_kind_has_the_parts_of_its_form(made):
    for (track, kind), (formal, plain) in made.items():
        party = track == Track.PARTY
        assert isinstance(formal.heading, PartyHeading if party else StateHeading), kind
        assert re.fullmatch(r"Số 07-[A-ZĐ]+/UBKT" if party else r"Số: 07/[A-ZĐ]+-SNV", formal.heading.number), (
            formal.heading.number
        )
        assert formal.heading.place_and_date == "Hà Nội, ngày 05 tháng 01 năm 2027"
        assert formal.title.name.isupper() and "Nguyễn Thị Thuỷ Ngưỡng" in said(formal)
        assert WORDING.sha256 in formal.footer and formal.footer.startswith(f"Mã hồ sơ: {STATE.code[:2]}")
        assert plain.title.name == "TỜ TÓM TẮT" and "Hỏi ở đâu?" in said(plain)
        assert "{" not in said(formal) + said(plain), kind


def test_a_decision_rests_on_its_grounds_and_has_numbered_articles(made):
    formal, plain = made[Track.ADMINISTRATIVE, PaperKind.DECISION]
    bases = [block.text for block in formal.blocks if isinstance(block, Basis)]
    assert bases[0] == "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;"
    assert bases[-1] == "Theo đề nghị của Hội đồng kỷ luật." and all(text.endswith(";") for text in bases[:-1])
    articles = [block for block in formal.blocks if isinstance(block, Article)]
    assert [article.label for article in articles] == ["Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."]
    assert "khiển trách" in articles[0].text and "15 ngày" in articles[2].text
    assert formal.closing.signature.capacity == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    text = said(plain)
    assert "thứ Ba, ngày 05/01/2027" in text and "15 ngày kể từ ngày bà nhận được văn bản" in text


def test_minutes_give_counts_and_the_notice_says_it_is_no_conclusion(made):
    formal, plain = made[Track.ADMINISTRATIVE, PaperKind.COUNCIL_MINUTES]
    table = next(block for block in formal.blocks if isinstance(block, Table))
    assert table.rows == (("Khiển trách", "8"), ("Cảnh cáo", "1"), ("Không kỷ luật", "2"))
    assert "Khiển trách đến ngày" not in said(formal) and "khiển trách đến ngày 25/09/2031" in said(formal)
    for count in ("8", "khiển trách"):
        assert not re.search(rf"\b{count}\b", said(plain).replace(WORDING.sha256, ""))
    assert "Thông báo này không phải là kết luận." in said(made[Track.ADMINISTRATIVE, PaperKind.OPENING][0])


def test_an_unverified_ground_makes_a_draft_and_is_marked(made):
    formal, plain = made[Track.PARTY, PaperKind.DECISION]
    assert formal.warning == plain.warning == "DỰ THẢO - CÓ CĂN CỨ CHƯA KIỂM CHỨNG"
    marks = {block.text: block.mark for block in formal.blocks if isinstance(block, Basis)}
    assert marks["Căn cứ Điều lệ Đảng;"] == ""
    assert [mark for text, mark in marks.items() if "69-QĐ/TW" in text] == ["chưa kiểm chứng"]
    assert made[Track.ADMINISTRATIVE, PaperKind.DECISION][0].warning == ""
    doubtful = dataclasses.replace(STATE, statement_due=Term(date(2026, 11, 6), verified=False))
    formal, plain = compose(PaperKind.OPENING, doubtful, WORDING)
    assert formal.warning and "thứ Sáu, ngày 06/11/2026 (*)" in said(plain) and "hãy hỏi lại" in said(plain)


def test_what_is_missing_is_named_and_nothing_is_left_blank():
    for kind, missing in {
        PaperKind.OPENING: "handling_due", PaperKind.SUMMONS_1: "summons", PaperKind.SUMMONS_2: "summons",
        PaperKind.REVIEW_MINUTES: "meeting", PaperKind.COUNCIL: "seats", PaperKind.COUNCIL_MINUTES: "meeting",
        PaperKind.DECISION: "finding", PaperKind.NO_DISCIPLINE: "finding", PaperKind.DELIVERY: "delivery",
        PaperKind.MEASURE: "measure", PaperKind.COMPLAINT: "complaint", PaperKind.RESCISSION: "decision_named",
    }.items():  # fmt: skip
        with pytest.raises(MissingFact) as caught:
            compose(kind, bare(authority=STATE.authority, subject=STATE.subject), WORDING)
        assert caught.value.name in (missing, "rescinded_by"), kind


def test_the_party_forms_no_disciplinary_council():
    for kind in COUNCIL_KINDS:
        with pytest.raises(UnknownToTheTrack):
            compose(kind, PARTY, WORDING)
    text = "\n".join(said(compose(kind, PARTY, WORDING)[0]) for kind in kinds_of(Track.PARTY))
    assert "đồng chí Nguyễn" in text and "khởi kiện" not in text


def test_a_fact_is_never_read_as_wording():
    subject = Subject("{authority} <b>&", "=1+1", "{unit}", "{x}", "bà")
    for kind in kinds_of(STATE.track):
        facts = dataclasses.replace(STATE, subject=subject, allegation="{code} {missing}", finding="{sha256}")
        formal, plain = compose(kind, facts, WORDING)
        assert "{authority} <b>&" in said(formal)
        assert render(formal) and render(plain)


def test_the_wording_is_locked():
    rows = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    assert read(rows).keys() == versions().keys()
    for change in ({"opening.start": "Khác"}, {"opening.extra": "Thêm"}):
        changed = [{**rows[0], "texts": {**rows[0]["texts"], **change}}]
        with pytest.raises(WordingChanged):
            read(changed)
    with pytest.raises(WordingChanged):
        read([rows[0], rows[0]])
    texts_of = {**rows[0]["texts"], "opening.start": "Khác"}
    second = {"version": "2", "since": date(2030, 1, 1), "sha256": digest(texts_of), "texts": texts_of}
    assert set(read([rows[0], second])) == {"1", "2"}
    assert current(date(2026, 12, 1)).version == "1" and current(date(2000, 1, 1)).version == "1"


def test_the_first_version_says_what_it_said_when_it_was_first_used():
    assert WORDING.sha256 == "e6104098afc8fc8fc29ed51d37c16d7291cc5689f3f2ef6d48ba8fae61e7d191"


def test_every_place_of_the_wording_is_one_that_a_paper_fills(made):
    """A word that no paper fills would stop the first clerk who needs it."""
    known = {name for text in WORDING.texts.values() for name in PLACE.findall(text)}
    code = "\n".join(path.read_text("utf-8") for path in (SOURCE.parents[1] / "rules" / "papers").glob("*.py"))
    assert [name for name in sorted(known) if f'"{name}"' not in code and f"{name}=" not in code] == []


def test_days_and_numbers_as_the_decree_writes_them():
    assert (day_of(date(2027, 3, 5)), month_of(date(2027, 2, 5)), month_of(date(2027, 3, 5))) == ("05", "02", "3")
    assert (padded("7"), padded("17"), padded("")) == ("07", "17", "")
    assert with_weekday(date(2026, 11, 29)) == "Chủ nhật, ngày 29/11/2026"
    assert when(date(2026, 11, 30), None) == "thứ Hai, ngày 30/11/2026"


def test_a_name_is_found_however_it_is_spelt():
    assert named(["theo phản ánh của NGUYEN  van đức, ở tổ 3"], ["Nguyễn Văn Đức"])
    assert not named(["Nguyễn Văn Đức Anh", "Văn"], ["Nguyễn Văn Đứ", "An"])
    assert named(["(số PA-2026-003)"], ["PA-2026-003"]) and not named(["PA-2026-0034"], ["PA-2026-003"])
    assert not named(["bất kỳ"], ["", "  "])


LONG = "Nội dung rất dài của sự việc được xem xét, có nhiều tình tiết. " * 60


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdfinfo") is None,
    reason="pages are counted by LibreOffice; without it the texts above are read by python-docx",
)
def test_plain_sheets_fit_one_page_and_papers_open(tmp_path):
    """The longest that may happen: long texts, many things owed, long names."""
    owed = STATE.owed * 6
    assert STATE.measure is not None
    contact = "Phòng Tổ chức cán bộ, Sở Nội vụ thành phố Hà Nội, số 18B phố Lê Lợi, " * 4
    facts = dataclasses.replace(
        STATE,
        allegation=LONG,
        owed=owed,
        bases=(*STATE.bases, BasisFact("X", verified=False)),
        authority=dataclasses.replace(STATE.authority, contact=contact),
        measure=dataclasses.replace(STATE.measure, text=LONG),
    )
    longest = (PaperKind.OPENING, PaperKind.MEASURE, PaperKind.RESCISSION, PaperKind.DECISION)
    for kind in longest:
        formal, plain = compose(kind, facts, WORDING)
        if kind in longest[:1]:
            (tmp_path / f"{kind}.docx").write_bytes(render(formal))
        (tmp_path / f"plain-{kind}.docx").write_bytes(render(plain))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to", "pdf", "--outdir",
         str(tmp_path), *map(str, sorted(tmp_path.glob("*.docx")))],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    pages = {}
    for file in tmp_path.glob("*.pdf"):
        told = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
        pages[file.stem] = int(re.search(r"Pages:\s+(\d+)", told)[1])
    assert len(pages) == len(longest) + 1
    assert {name: count for name, count in pages.items() if name.startswith("plain-") and count != 1} == {}
    assert pages["opening"] > 1
