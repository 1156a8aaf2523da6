"""What a reader of the trail asks for, read from the address; what cannot be read is no filter and is said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from foundation.audit.models import AuditEvent
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput

PARAMETERS = ("person", "object", "key", "actor", "from", "to", "kind", "request", "before", "after")
LONGEST = 160
LAST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters as typed; `before` and `after` are keys of entries between which pages turn."""

    person: str = ""
    object: str = ""
    key: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    request: str = ""
    before: int | None = None
    after: int | None = None

    @property
    def filtered(self) -> bool:
        return any((self.person, self.object, self.key, self.actor, self.since, self.until, self.kind, self.request))

    @property
    def begin(self) -> datetime | None:
        """The first moment of the period, in Hanoi."""
        return datetime.combine(self.since, time.min, HANOI) if self.since else None

    @property
    def end(self) -> datetime | None:
        """The first moment after the period."""
        return datetime.combine(self.until + timedelta(days=1), time.min, HANOI) if self.until else None


def read_asked(query: Mapping[str, Any]) -> Asked:
    """The filters of an address.

    Raises:
        InvalidInput: a day, a kind or a key cannot be read; `field` names the parameter.
    """

    def text(name: str) -> str:
        return str(query.get(name, "")).replace("\0", "").strip()[:LONGEST]

    kind = text("kind")
    if kind and kind not in AuditEvent.Kind.values:
        raise InvalidInput(_("There is no such kind of entry."), field="kind", code="kind_unknown")
    return Asked(
        person=text("person"),
        object=text("object"),
        key=text("key"),
        actor=text("actor"),
        since=_day(text("from"), "from"),
        until=_day(text("to"), "to"),
        kind=kind,
        request=text("request"),
        before=_key(text("before"), "before"),
        after=_key(text("after"), "after"),
    )


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if found.year >= 1900 and found < date.max:
            return found
    raise InvalidInput(_("Write a day as dd/mm/yyyy."), field=field, code="day_unreadable")


def _key(text: str, field: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > LAST_KEY:
        raise InvalidInput(_("This is no number of an entry."), field=field, code="key_unreadable")
    return int(text)
