"""What a reader who is kept out of a case reads of a grade it weighs on: that a measure holds, never which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from discipline.selectors.decisions import papers_closed_to
from evaluations.rules.proposal import Proposal
from evaluations.rules.wording import say
from foundation.access.identity import identity_of

CLOSED = "CLOSED_MEASURE"
LOWERS = ("FORCE_GRADE", "CEILING_GRADE", "NO_GRADE", "UNKNOWN_FACT")
"""Reasons of which the reader must at least know that they hold; others are left out."""


@dataclass(frozen=True, slots=True)
class Veil:
    """By person of a sheet: keys of cases closed to the reader, and numbers of the papers issued in them."""

    closed: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def proposal(self, person_id: int | None, stored: Mapping[str, Any] | None) -> dict[str, Any]:
        """A stored proposal without what names a closed case."""
        found = dict(stored or {})
        closed = self.closed.get(person_id or 0, frozenset())
        if not closed or not found:
            return found
        hit = [item for item in (*found.get("reasons", ()), *found.get("needs_confirm", ())) if _names(item, closed)]
        rules = {item.get("params", {}).get("rule") for item in hit}
        for name in ("reasons", "needs_confirm"):
            kept = [_veiled(item) if _names(item, closed) else item for item in found.get(name, ())]
            found[name] = [item for item in kept if item is not None]
        for name in ("forced", "ceilings"):
            found[name] = [code for code in found.get(name, ()) if code not in rules]
        found["used_violations"] = [key for key in found.get("used_violations", ()) if str(key) not in closed]
        return found

    def text(self, person_id: int | None, text: str) -> str:
        """A sentence or number, unless it names a closed case."""
        closed = self.closed.get(person_id or 0, frozenset())
        named = any(name in text for name in closed if not name.isdigit())
        return str(_("A measure that is closed to you")) if named else text


def veil_for(user: Any, proposals: Mapping[int, Mapping[str, Any] | None] | Iterable[int]) -> Veil:
    """What is closed to the reader of these people; no query where no proposal speaks of a measure.

    Args:
        proposals: stored proposals by key of the person, or keys of persons whose papers are to be looked for.
    """
    people = set(proposals)
    if isinstance(proposals, Mapping):
        people = {person for person, stored in proposals.items() if _speaks(stored)}
    reader = identity_of(user).person_id
    people -= {reader, 0}
    return Veil(papers_closed_to(reader, people)) if reader is not None and people else Veil()


def reasons_in(stored: Mapping[str, Any] | None, name: str = "reasons") -> tuple[str, ...]:
    """Sentences of a stored proposal, or what the machine could not know (`needs_confirm`)."""
    return tuple(say(item["code"], item.get("params", {})) for item in (stored or {}).get(name, ()))


def reasons_for(user: Any, person_id: int | None, proposal: Proposal) -> tuple[str, ...]:
    """Sentences of a proposal just made."""
    stored = proposal.to_json()
    return reasons_in(veil_for(user, {person_id or 0: stored}).proposal(person_id, stored))


def _speaks(stored: Mapping[str, Any] | None) -> bool:
    items = [*(stored or {}).get("reasons", ()), *(stored or {}).get("needs_confirm", ())]
    return any(_of_discipline(item) for item in items)


def _of_discipline(item: Mapping[str, Any]) -> bool:
    params = item.get("params", {})
    return "violation" in params or "decisions" in params or any(key.startswith("discipline.") for key in params)


def _names(item: Mapping[str, Any], closed: frozenset[str]) -> bool:
    """Whether it speaks of a closed case; what speaks of discipline and names nothing may mean one."""
    if not _of_discipline(item):
        return False
    params = item.get("params", {})
    said = f"{params.get('violation', '')}, {params.get('decisions', '')}".strip(", ")
    return not said or not closed.isdisjoint(said.split(", "))


def _veiled(item: Mapping[str, Any]) -> dict[str, Any] | None:
    if item.get("code") not in LOWERS:
        return None
    grade = "" if item["code"] == "UNKNOWN_FACT" else item.get("params", {}).get("grade", "")
    return {"code": CLOSED, "params": {"grade": grade}}
