"""The paper of a kind, and the plain sheet beside it."""

from collections.abc import Callable

from discipline.rules.papers import decisions, notices, records
from discipline.rules.papers.facts import PaperFacts
from discipline.rules.papers.kinds import PaperKind, kinds_of
from discipline.rules.papers.summaries import summary
from discipline.rules.papers.voice import Voice
from discipline.rules.papers.wording import Wording
from foundation.papers.paper import Paper

_COMPOSERS: dict[str, Callable[[Voice], Paper]] = {
    PaperKind.OPENING: notices.opening,
    PaperKind.SUMMONS_1: lambda voice: notices.summons(voice, 1),
    PaperKind.SUMMONS_2: lambda voice: notices.summons(voice, 2),
    PaperKind.REVIEW_MINUTES: lambda voice: records.minutes(voice, council=False),
    PaperKind.COUNCIL: decisions.council,
    PaperKind.COUNCIL_MINUTES: lambda voice: records.minutes(voice, council=True),
    PaperKind.DECISION: decisions.decision,
    PaperKind.NO_DISCIPLINE: decisions.no_discipline,
    PaperKind.DELIVERY: records.delivery,
    PaperKind.MEASURE: notices.measure,
    PaperKind.COMPLAINT: decisions.complaint,
    PaperKind.RESCISSION: decisions.rescission,
    PaperKind.EXTRACT: records.extract,
}


class UnknownToTheTrack(ValueError):
    """The track of the case has no paper of this kind: the Party forms no disciplinary council."""


def compose(kind: str, facts: PaperFacts, wording: Wording) -> tuple[Paper, Paper]:
    """The formal paper and its plain sheet.

    Raises:
        MissingFact: the paper needs something the case does not hold yet.
        UnknownToTheTrack: the case's track has no such paper.
    """
    if kind not in kinds_of(facts.track):
        raise UnknownToTheTrack(kind)
    voice = Voice(facts, wording)
    formal = _COMPOSERS[kind](voice)
    return formal, summary(voice, kind, formal)
