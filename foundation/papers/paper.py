"""An official paper as plain values: heading, title, blocks, recipients, signatures. It knows no rule of any room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateHeading:
    """Form of Decree 30/2020/NĐ-CP: national title and motto to the right, the issuing body to the left."""

    superior: str
    authority: str
    number: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class PartyHeading:
    """Form of the Party's papers (guide 36-HD/VPTW): its name to the right, a star under the issuing body."""

    superior: str
    authority: str
    number: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class PlainHeading:
    """A sheet that is no official paper: the body that speaks, and nothing that could be taken for a heading of law."""

    authority: str
    note: str


Heading = StateHeading | PartyHeading | PlainHeading


@dataclass(frozen=True, slots=True)
class Title:
    """Name of the kind of paper in capitals, and what it is about."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is set in bold before the text; `centred` for lines such as the office that decides."""

    text: str
    lead: str = ""
    centred: bool = False
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """One line of what a paper rests on; `mark` follows it in bold when the ground is not verified."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside the paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """`label` is "Điều 1."; `items` are paragraphs below it."""

    label: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` in millimetres; without a head the first column holds labels in bold."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """`capacity` in lines, as printed above the signature."""

    capacity: tuple[str, ...]
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other, for minutes and records."""

    row: tuple[Signature, ...]


Block = Paragraph | Basis | Section | Article | Table | Signatures


@dataclass(frozen=True, slots=True)
class Closing:
    """Recipients to the left, the one who signs to the right. Without recipients the left side stays empty."""

    recipients_title: str
    recipients: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Paper:
    """`footer` stands small on every page; `warning` stands above the text of every page of what is not final."""

    heading: Heading
    title: Title
    blocks: tuple[Block, ...]
    closing: Closing | None = None
    footer: str = ""
    warning: str = ""


def texts(paper: Paper) -> tuple[str, ...]:
    """Every text that the paper shows, for whoever must know what it does not say."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for part in value:
                walk(part)
        elif hasattr(value, "__slots__"):
            for name in value.__slots__:
                walk(getattr(value, name))

    walk(paper)
    return tuple(found)
