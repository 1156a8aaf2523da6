"""What the one who issues a paper enters: the issuing body, its sign, who signs, who receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Letterhead:
    authority: str
    superior: str = ""
    symbol: str = ""
    place: str = "Hà Nội"
    decider: str = ""
    contact: str = ""
    capacity: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    address: str = ""
    number: str = ""
    issued_on: date | None = None
    sitting_at: time | None = None

    def kept(self) -> dict[str, Any]:
        """What the next paper of the case begins with; number, day and hour are each paper's own."""
        return {
            "authority": self.authority, "superior": self.superior, "symbol": self.symbol, "place": self.place,
            "decider": self.decider, "contact": self.contact, "capacity": list(self.capacity), "signer": self.signer,
            "recipients": list(self.recipients), "address": self.address,
        }  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def suggested(kept: Mapping[str, Any]) -> dict[str, str]:
    """A kept letterhead as the fields of a form."""
    return {name: "\n".join(value) if isinstance(value, list) else str(value) for name, value in kept.items()}
