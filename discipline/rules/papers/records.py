"""Papers that record: minutes of the two sittings, delivery, extract of the file for reading."""

from discipline.rules.papers import days
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.voice import Voice, needed, sentence
from foundation.papers.paper import Block, Paper, Paragraph, Section, Signature, Signatures, Table


def meeting_values(voice: Voice, *, council: bool) -> dict[str, str]:
    met = needed(voice.facts.meeting, "meeting")
    name = voice("common.meeting_council" if council else "common.meeting_review")
    return {
        "meeting": name,
        "Meeting": name[:1].upper() + name[1:],
        "held_on": days.short(met.held_on),
        "sitting_place": met.place,
        "chair": met.chair,
        "secretary": met.secretary,
        "invited": str(met.invited),
        "attended": str(met.attended),
        "missing": str(max(0, met.invited - met.attended)),
        "heard": sentence(met.heard),
        "discussed": sentence(met.discussed),
        "ballots_issued": str(met.issued),
        "ballots_returned": str(met.returned),
        "ballots_valid": str(met.valid),
        "proposal": met.proposal,
    }


def minutes(voice: Voice, *, council: bool) -> Paper:
    """Counts only: the paper has no place for how anybody voted."""
    met = needed(voice.facts.meeting, "meeting")
    said = meeting_values(voice, council=council)

    def line(key: str) -> Paragraph:
        return voice.paragraph(f"minutes.{key}", **said)

    blocks: list[Block] = [
        Section(voice("minutes.section_time")),
        line("time"),
        Section(voice("minutes.section_people")),
    ]
    blocks += [line("chair"), line("counts"), line("present" if met.subject_present else "not_present")]
    blocks += [Section(voice("minutes.section_contents")), line("announced"), *voice.indicator("minutes.indicator")]
    if voice.facts.handling_due is not None:
        blocks.append(line("time_bar" if voice.facts.time_bars else "limit_only"))
    blocks.append(line("heard" if met.heard.strip() else "not_heard"))
    if met.discussed.strip():
        blocks.append(line("discussed"))
    blocks.append(Section(voice("minutes.section_ballots")))
    if met.counts:
        rows = tuple((what, str(count)) for what, count in met.counts)
        head = (voice("minutes.ballot_head"), voice("minutes.ballot_count"))
        blocks += [line("ballots"), Table(head, rows, (120, 40))]
    else:
        blocks.append(line("no_ballots"))
    if met.proposal:
        blocks.append(line("proposal"))
    note = voice("common.sign_and_name")
    chair = voice("minutes.sign_chair_council" if council else "minutes.sign_chair")
    signed = (
        Signature((voice("minutes.sign_secretary"),), met.secretary, note),
        Signature((chair,), met.chair, note),
    )
    blocks += [line("end"), Signatures(signed)]
    kind = PaperKind.COUNCIL_MINUTES if council else PaperKind.REVIEW_MINUTES
    about = voice("minutes.about_council" if council else "minutes.about_review")
    return voice.paper(kind, "minutes.name", about, blocks, signed=False)


def delivery(voice: Voice) -> Paper:
    given = needed(voice.facts.delivery, "delivery")
    said = {"delivered_on": days.short(given.delivered_on), "delivery_note": sentence(given.note)}
    rows = (
        (voice("delivery.row_paper"), given.paper),
        (voice("delivery.row_number"), given.number),
        (voice("delivery.row_dated"), days.short(given.dated) if given.dated is not None else ""),
        (voice("delivery.row_manner"), voice(f"delivery.manner_{given.manner}")),
        (voice("delivery.row_receiver"), given.receiver),
    )
    blocks: list[Block] = [voice.paragraph("delivery.start", **said), Table((), rows, (45, 115))]
    if given.note.strip():
        blocks.append(voice.paragraph("delivery.note", **said))
    refused = given.manner == "refused"
    blocks.append(voice.paragraph("delivery.refused" if refused else "delivery.starts"))
    note = voice("common.sign_and_name")
    names = [("giver", voice.facts.signer.name), ("receiver", "" if refused else given.receiver)]
    if refused:
        names.append(("witness", ""))
    blocks.append(Signatures(tuple(Signature((voice(f"delivery.sign_{key}"),), name, note) for key, name in names)))
    return voice.paper(PaperKind.DELIVERY, "delivery.name", voice("delivery.about"), blocks, signed=False)


def extract(voice: Voice) -> Paper:
    rows = tuple((str(line.number), line.title, days.short(line.on)) for line in voice.facts.disclosed)
    blocks: list[Block] = [
        voice.paragraph("extract.allegation"),
        voice.paragraph("extract.when"),
        voice.paragraph("extract.start" if rows else "extract.empty"),
    ]
    if rows:
        head = (voice("extract.head_no"), voice("extract.head_title"), voice("extract.head_on"))
        blocks.append(Table(head, rows, (16, 110, 34)))
    note = voice("common.sign_and_name")
    signed = (
        Signature((voice("extract.sign_giver"),), voice.facts.signer.name, note),
        Signature((voice("extract.sign_reader"),), "", note),
    )
    blocks += [Paragraph(voice("extract.left_out"), italic=True), Signatures(signed)]
    return voice.paper(PaperKind.EXTRACT, "extract.name", voice("extract.about"), blocks, signed=False)
