"""The plain sheet beside a paper: what it is about, what one may do and until when, where to ask. One page."""

from __future__ import annotations

from discipline.rules.papers import days
from discipline.rules.papers.facts import Term
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.notices import summons_values
from discipline.rules.papers.records import meeting_values
from discipline.rules.papers.voice import Voice, needed, sentence, unbroken
from foundation.papers.paper import Block, Paper, Paragraph, PlainHeading, Section, Table, Title

Said = tuple[list[str], list[tuple[str, str]]]
"""Sentences, and pairs of what one may do and until when."""


def _until(voice: Voice, term: Term | None) -> str:
    """A day with its weekday, or a number of days from receipt; a star when the rule behind it is not verified."""
    if term is None or (term.on is None and not term.days):
        return voice("summary.no_term")
    star = "" if term.verified else " (*)"
    if term.on is not None:
        return days.with_weekday(term.on) + star
    return voice("summary.from_receipt", days=str(term.days)) + star


def _opening(voice: Voice) -> Said:
    facts, free = voice.facts, voice("summary.no_term")
    return [voice("summary.opening.what")], [
        (voice("summary.opening.may_explain"), _until(voice, facts.statement_due)),
        (voice("summary.opening.may_read"), free),
        (voice("summary.opening.may_challenge"), free),
        (voice("summary.opening.may_wait"), _until(voice, facts.handling_due)),
    ]


def _summons(voice: Voice, *, second: bool) -> Said:
    said = summons_values(voice)
    before = voice("summary.summons.before_sitting", **said)
    texts = [voice("summary.summons.what", **said)]
    if second:
        texts.append(voice("summary.summons.second"))
    return texts, [
        (voice("summary.summons.may_speak"), voice("summons.time", **said)),
        (voice("summary.summons.may_postpone"), before),
    ]


def _minutes(voice: Voice, *, council: bool) -> Said:
    said = meeting_values(voice, council=council)
    return [voice("summary.minutes.what", **said)], [(voice("summary.minutes.may_object"), voice("summary.no_term"))]


def _council(voice: Voice) -> Said:
    free = voice("summary.no_term")
    return [voice("summary.council.what")], [
        (voice("summary.council.may_challenge"), free),
        (voice("summary.council.may_speak"), free),
    ]


def _decision(voice: Voice) -> Said:
    texts = [voice("summary.decision.what")]
    if voice.facts.lapses is not None:
        texts.append(voice("summary.decision.lapses"))
    return texts, [
        (voice("summary.decision.may_complain"), _until(voice, voice.facts.complaint_term)),
        (voice("summary.decision.may_read"), voice("summary.no_term")),
    ]


def _delivery(voice: Voice) -> Said:
    given = needed(voice.facts.delivery, "delivery")
    may = [(voice("summary.delivery.may_note"), voice("summary.no_term"))]
    if voice.facts.complaint_term is not None:
        may.append((voice("summary.delivery.may_complain"), _until(voice, voice.facts.complaint_term)))
    return [voice("summary.delivery.what", delivered_on=days.short(given.delivered_on))], may


def _measure(voice: Voice) -> Said:
    taken = needed(voice.facts.measure, "measure")
    due = Term(on=taken.remedy_due) if taken.remedy_due is not None else None
    return [voice("summary.measure.what", measure=taken.name), sentence(taken.text)], [
        (voice("summary.measure.may_remedy"), _until(voice, due)),
        (voice("summary.measure.may_object"), voice("summary.no_term")),
    ]


def _complaint(voice: Voice) -> Said:
    answered = needed(voice.facts.complaint, "complaint")
    texts = [voice(f"summary.complaint.what_{answered.outcome}")]
    term = voice.facts.complaint_term if answered.level == 1 else None
    return texts, [(voice(f"summary.complaint.may_next_{answered.level}"), _until(voice, term))]


def _rescission(voice: Voice) -> Said:
    may = [(voice("summary.rescission.may_check"), voice("summary.no_term"))]
    may += [
        (voice("summary.rescission.owed", restoration=line.what), days.with_weekday(line.due))
        for line in voice.facts.owed
    ]
    return [voice("summary.rescission.what")], may


def _extract(voice: Voice) -> Said:
    return [voice("summary.extract.what")], [
        (voice("summary.extract.may_read"), voice("summary.no_term")),
        (voice("summary.extract.may_explain"), _until(voice, voice.facts.statement_due)),
    ]


def _said(voice: Voice, kind: str) -> Said:
    match kind:
        case PaperKind.OPENING:
            return _opening(voice)
        case PaperKind.SUMMONS_1 | PaperKind.SUMMONS_2:
            return _summons(voice, second=kind == PaperKind.SUMMONS_2)
        case PaperKind.REVIEW_MINUTES | PaperKind.COUNCIL_MINUTES:
            return _minutes(voice, council=kind == PaperKind.COUNCIL_MINUTES)
        case PaperKind.COUNCIL:
            return _council(voice)
        case PaperKind.DECISION:
            return _decision(voice)
        case PaperKind.NO_DISCIPLINE:
            return [voice("summary.no_discipline.what")], [
                (voice("summary.no_discipline.may_ask"), voice("summary.no_term"))
            ]
        case PaperKind.DELIVERY:
            return _delivery(voice)
        case PaperKind.MEASURE:
            return _measure(voice)
        case PaperKind.COMPLAINT:
            return _complaint(voice)
        case PaperKind.RESCISSION:
            return _rescission(voice)
        case PaperKind.EXTRACT:
            return _extract(voice)
    raise LookupError(kind)


def summary(voice: Voice, kind: str, formal: Paper) -> Paper:
    """The plain sheet of a paper. Long free text is cut to what fits one page; the paper itself has it whole."""
    texts, may = _said(voice, kind)
    named = formal.title.name.capitalize()
    if voice.facts.number and not isinstance(formal.heading, PlainHeading):
        named = f"{named} {formal.heading.number.replace('Số:', 'số').replace('Số', 'số')}"
    starred = any("(*)" in until for _what, until in may)
    blocks: list[Block] = [
        Section(voice("summary.section_what")),
        *(Paragraph(shortened(text)) for text in texts),
        Section(voice("summary.section_may")),
        Table((voice("summary.head_may"), voice("summary.head_until")), tuple(may[:MOST_ROWS]), (98, 62)),
    ]
    if starred:
        blocks.append(Paragraph(voice("summary.unverified"), italic=True))
    blocks += [Section(voice("summary.section_ask")), Paragraph(voice("summary.ask"))]
    about = voice("summary.about", paper_named=named).replace(
        voice.facts.subject.name, unbroken(voice.facts.subject.name)
    )
    heading = PlainHeading(voice.facts.authority.name, voice("summary.note"))
    return Paper(heading, Title(voice("summary.name"), about), tuple(blocks), None, voice.footer(), formal.warning)


LONGEST = 600
MOST_ROWS = 8


def shortened(text: str) -> str:
    """At most LONGEST letters, cut between words and marked as cut."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
