"""What a paper may say, as plain values. There is no place in it for who reported, nor for anybody's own vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from discipline.enums import Track


class MissingFact(ValueError):
    """The paper needs a fact that is not known yet; `name` is the word of the wording that could not be filled."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Authority:
    """`symbol` follows the number; `decider` is the office in capitals above what a decision rests on."""

    name: str
    superior: str = ""
    symbol: str = ""
    place: str = "Hà Nội"
    decider: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """`address` is ông, bà or đồng chí; unknown: ông/bà. `kind` is the kind of subject in words."""

    name: str
    post: str = ""
    unit: str = ""
    kind: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """`capacity` in lines: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"."""

    capacity: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class BasisFact:
    text: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A day that somebody has, with the standing of the rule it was computed by; `days` when it runs from receipt."""

    on: date | None = None
    days: int = 0
    verified: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    code: str
    text: str
    version: str


@dataclass(frozen=True, slots=True)
class SummonsFact:
    sitting_on: date
    place: str
    at: time | None = None
    first_on: date | None = None
    ground: BasisFact | None = None


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """A sitting with counts only. `counts` are (what was voted on, number of ballots)."""

    held_on: date
    place: str
    chair: str
    secretary: str
    invited: int
    attended: int
    subject_present: bool
    heard: str = ""
    discussed: str = ""
    issued: int = 0
    returned: int = 0
    valid: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class SeatFact:
    name: str
    post: str
    role: str


@dataclass(frozen=True, slots=True)
class DeliveryFact:
    paper: str
    number: str
    dated: date | None
    delivered_on: date
    manner: str
    receiver: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureFact:
    name: str
    text: str
    effect: str
    remedy_due: date | None = None
    month: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    level: int
    lodged_on: date
    text: str
    answer: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Owed:
    what: str
    due: date


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A document that was disclosed to the person concerned."""

    number: int
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Everything the papers of one case may say; MissingFact names what a kind of paper needs and is not here."""

    code: str
    track: str
    authority: Authority
    subject: Subject
    acted_on: date
    discovered_on: date
    allegation: str
    acted_until: date | None = None
    indicator: IndicatorFact | None = None
    bases: tuple[BasisFact, ...] = ()
    number: str = ""
    issued_on: date | None = None
    signer: Signer = Signer()
    recipients: tuple[str, ...] = ()
    handling_due: Term | None = None
    statement_due: Term | None = None
    time_bars: tuple[tuple[str, Term], ...] = ()
    complaint_term: Term | None = None
    lapses: Term | None = None
    summons: SummonsFact | None = None
    meeting: MeetingFact | None = None
    meeting_is_council: bool = False
    review_on: date | None = None
    council_on: date | None = None
    seats: tuple[SeatFact, ...] = ()
    form: str = ""
    finding: str = ""
    departure: str = ""
    effective_on: date | None = None
    delivery: DeliveryFact | None = None
    measure: MeasureFact | None = None
    complaint: ComplaintFact | None = None
    decision_number: str = ""
    decision_on: date | None = None
    rescinded_by: str = ""
    owed: tuple[Owed, ...] = ()
    disclosed: tuple[Disclosed, ...] = ()

    @property
    def is_party(self) -> bool:
        return self.track == Track.PARTY

    def unverified(self) -> bool:
        """Whether anything in it rests on a ground that nobody has checked yet."""
        bars = (term for _form, term in self.time_bars)
        terms = (self.handling_due, self.statement_due, self.complaint_term, self.lapses, *bars)
        summons = self.summons.ground if self.summons is not None else None
        return any(ground is not None and not ground.verified for ground in (*self.bases, *terms, summons))
