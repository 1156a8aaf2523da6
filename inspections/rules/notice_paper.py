"""The notice of conclusions as a paper of Decree 30/2020: results, conclusion, recommendations with their days."""

from dataclasses import dataclass
from datetime import date

from discipline.rules.papers import days
from discipline.rules.papers.letterhead import Letterhead
from discipline.rules.papers.voice import sentence
from discipline.rules.papers.wording import Wording
from foundation.papers.paper import (
    Basis,
    Block,
    Closing,
    Paper,
    Paragraph,
    Section,
    Signature,
    StateHeading,
    Title,
)
from inspections.rules.counts import Attendance
from inspections.rules.wording import say

LETTERS = "TB"


@dataclass(frozen=True, slots=True)
class SampleFact:
    subject: str
    population: int
    sample: int
    failing: int
    worst_delay: int


@dataclass(frozen=True, slots=True)
class FindingFact:
    number: int
    text: str
    indicator: str
    severity: str


@dataclass(frozen=True, slots=True)
class RecommendationFact:
    number: int
    kind: str
    text: str
    due: date


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything a notice says; who complained is not among it, so it cannot be said."""

    inspection: str
    unit: str
    kind: str
    decision: str
    visited: date
    minutes_code: str
    attendance: Attendance
    samples: tuple[SampleFact, ...]
    findings: tuple[FindingFact, ...]
    conclusion: str
    recommendations: tuple[RecommendationFact, ...]
    letterhead: Letterhead


def compose(facts: NoticeFacts, wording: Wording) -> Paper:
    """The paper; the letterhead needs its number and day."""
    head = facts.letterhead
    assert head.issued_on is not None
    said = {"unit": facts.unit, "authority": head.authority}
    number = say(
        wording, "common.numbered", number=days.padded(head.number), letters=LETTERS, symbol=head.symbol or "ĐKT"
    )
    place = say(
        wording,
        "common.place_and_date",
        place=head.place,
        day=days.day_of(head.issued_on),
        month=days.month_of(head.issued_on),
        year=str(head.issued_on.year),
    )
    blocks: list[Block] = [
        Basis(say(wording, "notice.basis_decision", decision=facts.decision)),
        Basis(say(wording, "notice.basis_minutes", inspection=facts.inspection, code=facts.minutes_code)),
        Paragraph(say(wording, "notice.start", kind=facts.kind.lower(), visited=days.short(facts.visited), **said)),
        Section(say(wording, "notice.section_result")),
        Paragraph(
            say(
                wording,
                "notice.attendance",
                present=str(facts.attendance.present),
                total=str(facts.attendance.total),
                with_reason=str(facts.attendance.with_reason),
                without_reason=str(facts.attendance.without_reason),
            )
        ),
        *(_sample(line, wording) for line in facts.samples),
        *_findings(facts, wording),
        Section(say(wording, "notice.section_conclusion")),
        Paragraph(sentence(facts.conclusion)),
        Section(say(wording, "notice.section_recommendations")),
        *_recommendations(facts, wording),
        Paragraph(say(wording, "notice.report", **said)),
        Paragraph(say(wording, "notice.no_verdict"), italic=True),
    ]
    footer = say(
        wording,
        "common.footer_notice",
        inspection=facts.inspection,
        wording=wording.version,
        wording_sha256=wording.sha256,
    )
    return Paper(
        StateHeading(head.superior, head.authority, number, place),
        Title(say(wording, "notice.name"), say(wording, "notice.about", unit=facts.unit)),
        tuple(blocks),
        Closing(say(wording, "common.recipients"), head.recipients, Signature(head.capacity or (" ",), head.signer)),
        footer,
    )


def _sample(line: SampleFact, wording: Wording) -> Paragraph:
    delay = say(wording, "notice.sample_delay", days=str(line.worst_delay)) if line.worst_delay else ""
    text = wording.text(
        "notice.sample",
        {
            "subject": line.subject,
            "sample": str(line.sample),
            "population": str(line.population),
            "failing": str(line.failing),
            "delay_part": delay or "\u200b",
        },
        party=False,
    )
    return Paragraph(text.replace("\u200b", ""))


def _findings(facts: NoticeFacts, wording: Wording) -> list[Block]:
    if not facts.findings:
        return [Paragraph(say(wording, "notice.no_findings"))]
    made: list[Block] = []
    for one in facts.findings:
        indicator = f" [{one.indicator}]" if one.indicator else "\u200b"
        values = {
            "number": str(one.number),
            "text": sentence(one.text),
            "severity": one.severity.lower(),
            "indicator_part": indicator,
        }
        made.append(Paragraph(wording.text("notice.finding", values, party=False).replace("\u200b", "")))
    return made


def _recommendations(facts: NoticeFacts, wording: Wording) -> list[Block]:
    if not facts.recommendations:
        return [Paragraph(say(wording, "notice.no_recommendations"))]
    return [
        Paragraph(
            say(
                wording,
                "notice.recommendation",
                number=str(one.number),
                kind=one.kind,
                text=sentence(one.text),
                due=days.short(one.due),
            )
        )
        for one in facts.recommendations
    ]
