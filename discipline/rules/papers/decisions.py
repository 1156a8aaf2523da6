"""Papers that decide: forming the council, discipline, ending without it, a complaint, rescission with restoration."""

from discipline.rules.papers import days
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.voice import Voice, needed, sentence
from foundation.papers.paper import Article, Block, Paper, Paragraph, Section, Table


def _papers_so_far(voice: Voice, *, council: bool) -> list[str]:
    facts = voice.facts
    found = [voice("decision.basis_review")] if facts.review_on is not None else []
    if council and facts.council_on is not None:
        found.append(voice("decision.basis_council"))
    return found


def _decided(voice: Voice, grounds: list[Block], articles: list[Article]) -> list[Block]:
    return [voice.decider(), *grounds, voice.decides(), *articles]


def council(voice: Voice) -> Paper:
    facts = voice.facts
    needed(facts.seats or None, "seats")
    head = tuple(voice(f"council.head_{key}") for key in ("no", "name", "post", "seat"))
    rows = tuple((str(n), seat.name, seat.post, seat.role) for n, seat in enumerate(facts.seats, start=1))
    grounds = voice.grounds(*_papers_so_far(voice, council=False), voice("council.last_basis"))
    first, *rest = voice.articles(*(voice(f"council.article_{n}") for n in (1, 2, 3)))
    blocks = [*_decided(voice, grounds, [first]), Table(head, rows, (12, 48, 55, 45)), *rest]
    return voice.paper(PaperKind.COUNCIL, "council.name", voice("council.about"), blocks)


def decision(voice: Voice) -> Paper:
    facts = voice.facts
    last = "decision.last_basis" if facts.council_on is not None else "decision.last_basis_without_council"
    reasons = [voice("decision.because")]
    if facts.indicator is not None:
        reasons.append(voice("decision.indicator"))
    if facts.departure.strip():
        reasons.append(voice("decision.departure"))
    effect = (voice("decision.lapses"),) if facts.lapses is not None else ()
    has_days = facts.complaint_term is not None and facts.complaint_term.days
    articles = voice.articles(
        Article("", voice("decision.article_1"), tuple(reasons)),
        Article("", voice("decision.article_2"), effect),
        voice("decision.article_3" if has_days else "decision.article_3_unnumbered"),
        voice("common.executed_by"),
    )
    grounds = voice.grounds(*_papers_so_far(voice, council=True), voice(last))
    return voice.paper(PaperKind.DECISION, "decision.name", voice("decision.about"), _decided(voice, grounds, articles))


def no_discipline(voice: Voice) -> Paper:
    articles = voice.articles(
        Article("", voice("no_discipline.article_1"), (voice("no_discipline.because"),)),
        voice("no_discipline.article_2"),
        voice("no_discipline.article_3"),
        voice("common.executed_by"),
    )
    grounds = voice.grounds(*_papers_so_far(voice, council=True), voice("no_discipline.last_basis"))
    blocks = _decided(voice, grounds, articles)
    return voice.paper(PaperKind.NO_DISCIPLINE, "no_discipline.name", voice("no_discipline.about"), blocks)


def complaint(voice: Voice) -> Paper:
    answered = needed(voice.facts.complaint, "complaint")
    said = {
        "lodged_on": days.short(answered.lodged_on),
        "complaint_text": sentence(answered.text),
        "complaint_answer": sentence(answered.answer),
    }
    term = voice.facts.complaint_term
    further = f"complaint.next_{answered.level}"
    if answered.level == 1 and not (term is not None and term.days):
        further = "complaint.next_1_unnumbered"
    articles = voice.articles(
        voice(f"complaint.article_{answered.outcome}"),
        voice(further),
        Article("", voice("complaint.effective"), (voice("common.executed_by"),)),
    )
    blocks: list[Block] = [
        voice.decider(),
        *voice.grounds(voice("complaint.basis", **said), voice("complaint.last_basis")),
        Section(voice("complaint.section_what")),
        Paragraph(voice("complaint.what", **said)),
        Section(voice("complaint.section_found")),
        Paragraph(voice("complaint.found", **said)),
        voice.decides(),
        *articles,
    ]
    about = voice(f"complaint.about_{answered.level}")
    return voice.paper(PaperKind.COMPLAINT, "complaint.name", about, blocks)


def rescission(voice: Voice) -> Paper:
    owed = voice.facts.owed
    texts = ["rescission.article_1", "rescission.article_2" if owed else "rescission.article_2_later"]
    articles = voice.articles(*(voice(key) for key in (*texts, "rescission.article_3", "rescission.article_4")))
    blocks = _decided(voice, voice.grounds(voice("rescission.last_basis")), articles[:2])
    if owed:
        head = tuple(voice(f"rescission.head_{key}") for key in ("no", "what", "due"))
        rows = tuple((str(n), line.what, days.short(line.due)) for n, line in enumerate(owed, start=1))
        blocks.append(Table(head, rows, (12, 112, 36)))
    return voice.paper(PaperKind.RESCISSION, "rescission.name", voice("rescission.about"), [*blocks, *articles[2:]])
