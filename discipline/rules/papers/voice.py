"""Facts of a case as words for the wording, and the parts that every paper has: heading, grounds, closing, footer."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from discipline.rules.papers import days
from discipline.rules.papers.facts import MissingFact, PaperFacts, Term
from discipline.rules.papers.kinds import LETTERS
from discipline.rules.papers.wording import Wording
from foundation.papers.paper import (
    Article,
    Basis,
    Block,
    Closing,
    Heading,
    Paper,
    Paragraph,
    PartyHeading,
    Signature,
    StateHeading,
    Title,
)

T = TypeVar("T")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _on(value: date | None) -> str:
    return days.short(value) if value is not None else ""


def sentence(text: str) -> str:
    """Free text as a sentence: it ends with a stop."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


class Voice:
    """Speaks the wording of one version about one case."""

    def __init__(self, facts: PaperFacts, wording: Wording) -> None:
        self.facts, self.wording = facts, wording
        self.values = _values(facts, wording)

    def __call__(self, key: str, **more: str) -> str:
        return self.wording.text(key, {**self.values, **more}, party=self.facts.is_party)

    def paragraph(self, key: str, **more: str) -> Paragraph:
        return Paragraph(self(key, **more))

    def articles(self, *contents: str | Article) -> list[Article]:
        """Numbered in their order; an Article among them keeps its items."""
        made = []
        for number, content in enumerate(contents, start=1):
            label = self("common.article", n=str(number))
            whole = content if isinstance(content, Article) else Article("", content)
            made.append(Article(label, whole.text, whole.items))
        return made

    def indicator(self, key: str) -> list[Block]:
        return [self.paragraph(key)] if self.facts.indicator is not None else []

    def grounds(self, *more: str, powers: bool = True) -> list[Block]:
        """What the paper rests on: the legal grounds, each with its standing, then the case's own papers."""
        mark = self("common.unverified")
        made: list[Block] = [Basis(self("common.basis", basis=base.text), "" if base.verified else mark)
                             for base in self.facts.bases]  # fmt: skip
        if powers:
            made.append(Basis(self("common.basis_of_powers")))
        made += [Basis(text) for text in more]
        last = made[-1] if made else None
        if isinstance(last, Basis) and last.text.endswith(";"):
            made[-1] = Basis(f"{last.text[:-1]}.", last.mark)
        return made

    def decides(self) -> Paragraph:
        return Paragraph(self("common.decides"), centred=True, bold=True)

    def decider(self) -> Paragraph:
        authority = self.facts.authority
        return Paragraph((authority.decider or authority.name).upper(), centred=True, bold=True)

    def heading(self, kind: str) -> Heading:
        facts = self.facts
        number = self(
            "common.numbered_party" if facts.is_party else "common.numbered_state",
            number=days.padded(facts.number) or "       ", letters=LETTERS[kind], symbol=facts.authority.symbol or " ",
        )  # fmt: skip
        return (PartyHeading if facts.is_party else StateHeading)(
            facts.authority.superior, facts.authority.name, number, self.place_and_date()
        )

    def place_and_date(self) -> str:
        on = self.facts.issued_on
        if on is None:
            return self("common.place_without_date")
        return self("common.place_and_date", day=days.day_of(on), month=days.month_of(on), year=str(on.year))

    def closing(self) -> Closing:
        signer = self.facts.signer
        return Closing(
            self("common.recipients"), self.facts.recipients, Signature(signer.capacity or (" ",), signer.name)
        )

    def paper(self, kind: str, name: str, about: str, blocks: list[Block], *, signed: bool = True) -> Paper:
        """`name` is a key of the wording, `about` a text already said."""
        return Paper(
            self.heading(kind),
            Title(self(name), self._about(about)),
            tuple(blocks),
            self.closing() if signed else None,
            self.footer(),
            self("common.warning") if self.facts.unverified() else "",
        )

    def _about(self, about: str) -> str:
        """Names and set phrases are not torn over two lines; the Party begins with a small letter."""
        for whole in (self.facts.subject.name, self.facts.form, "kỷ luật", "đối với"):
            about = about.replace(whole, unbroken(whole)) if whole else about
        return about[:1].lower() + about[1:] if self.facts.is_party else about

    def footer(self) -> str:
        return self("common.footer", wording=self.wording.version, sha256=self.wording.sha256)


def unbroken(name: str) -> str:
    """A name that is not torn over two lines of a title."""
    return name.replace(" ", "\u00a0")


def needed(value: T | None, name: str) -> T:
    """The fact, or MissingFact with its name."""
    if value is None:
        raise MissingFact(name)
    return value


def _term(term: Term | None) -> str:
    return _on(term.on) if term is not None else ""


def _values(facts: PaperFacts, wording: Wording) -> dict[str, str]:
    subject, authority = facts.subject, facts.authority
    address = subject.address or ("đồng chí" if facts.is_party else "ông/bà")
    person = f"{address} {subject.name}"
    known = {
        "code": facts.code,
        "authority": authority.name,
        "place": authority.place,
        "contact": authority.contact or authority.name,
        "address": address,
        "Address": _capital(address),
        "address_start": _capital(address),
        "person": person,
        "Person": _capital(person),
        "who": ", ".join(part for part in (person, subject.post, subject.unit) if part) + _kind_of(subject.kind),
        "unit": subject.unit,
        "acted": _acted(facts, wording),
        "discovered": _on(facts.discovered_on),
        "allegation": sentence(facts.allegation),
        "handling_due": _term(facts.handling_due),
        "statement_due": _term(facts.statement_due),
        "time_bars": "; ".join(_bar(named, term, facts, wording) for named, term in facts.time_bars),
        "lapses": _term(facts.lapses),
        "lapses_day": days.with_weekday(facts.lapses.on) if facts.lapses is not None and facts.lapses.on else "",
        "complaint_days": str(facts.complaint_term.days) if facts.complaint_term and facts.complaint_term.days else "",
        "form": facts.form,
        "finding": sentence(facts.finding),
        "departure": sentence(facts.departure),
        "effective": _on(facts.effective_on),
        "effective_day": days.with_weekday(facts.effective_on) if facts.effective_on else "",
        "review_on": _on(facts.review_on),
        "council_on": _on(facts.council_on),
        "rescinded_by": facts.rescinded_by,
        "decision_named": _named(facts),
    }
    known["Who"] = _capital(known["who"])
    if facts.indicator is not None:
        known["indicator"] = wording.text(
            "common.indicator",
            {
                "indicator_code": facts.indicator.code,
                "indicator_text": facts.indicator.text.rstrip("."),
                "indicator_version": facts.indicator.version,
            },
            party=facts.is_party,
        )
    return known


def _kind_of(kind: str) -> str:
    return f" ({kind[:1].lower()}{kind[1:]})" if kind else ""


def _bar(named: str, term: Term, facts: PaperFacts, wording: Wording) -> str:
    """Until when a form may be applied; a term without a day: it has no time bar."""
    key = "common.time_bar" if term.on is not None else "common.no_time_bar"
    return wording.text(key, {"form_named": named.lower(), "on": _on(term.on)}, party=facts.is_party)


def _acted(facts: PaperFacts, wording: Wording) -> str:
    values = {"from": _on(facts.acted_on), "to": _on(facts.acted_until)}
    key = "common.over_days" if facts.acted_until not in (None, facts.acted_on) else "common.on_one_day"
    return wording.text(key, values, party=facts.is_party)


def _named(facts: PaperFacts) -> str:
    """The decision that a complaint or a rescission is about."""
    if not facts.decision_number or facts.decision_on is None:
        return ""
    return f"Quyết định số {facts.decision_number} ngày {_on(facts.decision_on)}"
