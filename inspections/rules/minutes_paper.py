"""The minutes of a visit, and a sheet added to them, as papers: from their sealed content and nothing else."""

from collections.abc import Mapping
from typing import Any

from discipline.rules.papers.voice import sentence
from discipline.rules.papers.wording import Wording
from foundation.papers.paper import (
    Basis,
    Block,
    Paper,
    Paragraph,
    Section,
    Signature,
    Signatures,
    StateHeading,
    Table,
    Title,
)
from inspections.rules.wording import say

Content = Mapping[str, Any]


def compose(content: Content, wording: Wording, *, sha256: str, code: str) -> Paper:
    """The paper of this content; hash and short code stand on every page."""
    sheet = "sheet" in content
    blocks = _sheet(content, wording) if sheet else _minutes(content, wording)
    about = say(
        wording,
        "minutes.sheet_about" if sheet else "minutes.about",
        unit=content["unit"],
        inspection=content["inspection"],
    )
    footer = say(wording, "common.footer_minutes", code=code, sha256=sha256, wording=wording.version)
    heading = StateHeading(content["superior"], content["authority"], "", content["drawn_up"])
    return Paper(heading, Title(say(wording, "minutes.name"), about), tuple(blocks), None, footer)


def _minutes(content: Content, wording: Wording) -> list[Block]:
    def line(key: str, **values: str) -> Paragraph:
        return Paragraph(say(wording, f"minutes.{key}", **values))

    def section(key: str) -> Section:
        return Section(say(wording, f"minutes.section_{key}"))

    blocks: list[Block] = [
        Basis(say(wording, "minutes.basis", decision=content["decision"])),
        line(
            "start",
            began_at=content["began_at"],
            place=content["place"],
            unit=content["unit"],
            kind=content["kind"],
            inspection=content["inspection"],
        ),
        section("team"),
    ]
    blocks += [line("team_line", name=one["name"], role=one["role"]) for one in content["team"]]
    blocks += [section("attendance"), line("attendance", **{k: str(v) for k, v in content["attendance"].items()})]
    if content["absent"]:
        head = tuple(say(wording, f"minutes.absent_head_{key}") for key in ("name", "post", "mark"))
        rows = tuple((one["name"], one["post"], one["mark"]) for one in content["absent"])
        blocks.append(Table(head, rows, (55, 60, 45)))
    blocks.append(section("samples"))
    if content["samples"]:
        keys = ("subject", "population", "sample", "failing", "delay")
        head = tuple(say(wording, f"minutes.sample_head_{key}") for key in keys)
        blocks.append(
            Table(head, tuple(tuple(str(one[key]) for key in keys) for one in content["samples"]), (64, 22, 22, 22, 30))
        )
    else:
        blocks.append(line("no_samples"))
    blocks.append(section("checklist"))
    if content["checklist"]:
        rows = tuple((one["item"], one["result"], one["note"]) for one in content["checklist"])
        blocks.append(Table((), rows, (60, 35, 65)))
    else:
        blocks.append(line("no_checklist"))
    blocks.append(section("findings"))
    for one in content["findings"]:
        blocks += _finding(one, wording)
    if not content["findings"]:
        blocks.append(line("no_findings"))
    return [*blocks, line("end"), _signing(wording)]


def _finding(one: Content, wording: Wording) -> list[Block]:
    said = {
        "number": str(one["number"]),
        "seen_at": one["seen_at"],
        "text": sentence(one["text"]),
        "severity": one["severity"].lower(),
    }
    place = f", {one['place']}" if one["place"] else " "
    text = say(wording, "minutes.finding", place_part=place, **said).replace(" :", ":")
    blocks: list[Block] = [Paragraph(text)]
    if one["indicator"]:
        blocks.append(Paragraph(say(wording, "minutes.finding_indicator", indicator=one["indicator"])))
    if one["repeats"]:
        blocks.append(Paragraph(say(wording, "minutes.finding_repeats", earlier=one["repeats"])))
    if one["explanation"]:
        said_by_unit = say(wording, "minutes.finding_explanation", explanation=sentence(one["explanation"]))
        blocks.append(Paragraph(said_by_unit, italic=True))
    else:
        blocks.append(Paragraph(say(wording, "minutes.finding_no_explanation"), italic=True))
    if one["photos"]:
        hashes = ", ".join(photo[:12] for photo in one["photos"])
        blocks.append(Paragraph(say(wording, "minutes.finding_photos", count=str(len(one["photos"])), hashes=hashes)))
    if one["clock_off"]:
        blocks.append(Paragraph(say(wording, "minutes.clock_off", seconds=str(abs(one["clock_off"])))))
    return blocks


def _sheet(content: Content, wording: Wording) -> list[Block]:
    sheet = content["sheet"]
    return [
        Paragraph(say(wording, "minutes.sheet_of", parent=sheet["parent"])),
        Paragraph(say(wording, "minutes.sheet_text", text=sentence(sheet["text"]))),
        Paragraph(say(wording, "minutes.sheet_reason", reason=sentence(sheet["reason"]))),
        _signing(wording),
    ]


def _signing(wording: Wording) -> Signatures:
    note = say(wording, "common.sign_and_name")
    return Signatures(
        tuple(Signature((say(wording, f"minutes.sign_{key}"),), "", note) for key in ("unit", "witness", "team"))
    )
