"""Papers that tell or ask: notice of opening, summonses, notice of a measure that is not discipline."""

from discipline.rules.papers import days
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.voice import Voice, needed, sentence
from foundation.papers.paper import Block, Paper, Paragraph, Table


def opening(voice: Voice) -> Paper:
    rights = ("right_read", "right_help", "right_challenge", "right_absent")
    explain = "right_explain" if voice.facts.statement_due is not None else "right_explain_any_time"
    blocks: list[Block] = [
        *voice.grounds(),
        voice.paragraph("opening.start"),
        *(voice.paragraph(f"opening.{key}") for key in ("who", "what", "when")),
        *voice.indicator("opening.indicator"),
        *(voice.paragraph(f"opening.{key}") for key in ("limit", "rights", explain, *rights)),
        Paragraph(voice("opening.no_verdict"), italic=True),
    ]
    return voice.paper(PaperKind.OPENING, "opening.name", voice("opening.about"), blocks)


def summons_values(voice: Voice) -> dict[str, str]:
    summons = needed(voice.facts.summons, "summons")
    return {
        "meeting": voice("common.meeting_council" if voice.facts.meeting_is_council else "common.meeting_review"),
        "sitting_when": days.when(summons.sitting_on, summons.at),
        "sitting_place": summons.place,
        "first_sitting": days.with_weekday(summons.first_on) if summons.first_on is not None else "",
        "second_ground": summons.ground.text if summons.ground is not None else "",
    }


def summons(voice: Voice, number: int) -> Paper:
    said = summons_values(voice)
    rows = tuple((voice(f"summons.row_{key}"), voice(f"summons.{key}", **said)) for key in ("time", "place", "bring"))
    blocks: list[Block] = [
        *voice.grounds(),
        voice.paragraph("summons.start", **said),
        Table((), rows, (40, 120)),
    ]
    if number == 1:
        blocks.append(voice.paragraph("summons.absent_1"))
    else:
        blocks.append(voice.paragraph("summons.second", **said))
        blocks.append(
            voice.paragraph("summons.absent_2" if said["second_ground"] else "summons.absent_2_plain", **said)
        )
    kind = PaperKind.SUMMONS_1 if number == 1 else PaperKind.SUMMONS_2
    return voice.paper(kind, "summons.name", voice(f"summons.about_{number}", **said), blocks)


def measure(voice: Voice) -> Paper:
    taken = needed(voice.facts.measure, "measure")
    said = {
        "measure": taken.name,
        "measure_text": sentence(taken.text),
        "remedy_due": days.short(taken.remedy_due) if taken.remedy_due is not None else "",
        "measure_month": f"{taken.month:%m/%Y}" if taken.month is not None else "",
    }
    blocks: list[Block] = [
        *voice.grounds(),
        voice.paragraph("measure.start"),
        voice.paragraph("measure.what", **said),
        voice.paragraph("measure.text", **said),
        voice.paragraph("measure.remedy" if said["remedy_due"] else "measure.no_remedy", **said),
        voice.paragraph(f"measure.effect_{taken.effect}", **said),
        Paragraph(voice("measure.not_discipline"), italic=True),
    ]
    return voice.paper(PaperKind.MEASURE, "measure.name", voice("measure.about", **said), blocks)
