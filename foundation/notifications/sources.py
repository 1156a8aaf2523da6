"""What the rooms above say of their alerts: which ask for an act, which still stand, who is above; filled at start."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from foundation.notifications.models import Alert

Groups = Sequence[Collection[int]]
"""Accounts above, the nearest first; the first group that holds somebody not told yet is told."""


@dataclass(frozen=True)
class Source:
    """One kind of thing alerts speak of; `thing` is the first part of their keys.

    rules: pattern of the occasion -> rule, of the occasions that ask somebody to act; every other one is news. In a
        pattern a number is "#" and "a:*" is whatever begins with "a"; the longest that fits counts.
    own: patterns whose alert each person told ends for oneself (a month's reminder), not one for all.
    confined: only those told may know of its alerts. on_worklist: its alerts stand on the home page; not where the room
        itself lists what waits.
    standing: the keys of these alerts whose ground still stands on a day; None: only an act ends them.
    owing: the accounts that still owe what an alert of `own` asks; None: only an act ends a line.
    above: accounts above in the room's own order; None: the heads above the alert's unit.
    about: keys of the things about a person, who neither reads their alerts in the list nor is told as a superior.
    night: raises what the day asks for, before the morning's mail; safe to repeat. None: a job of the room does.
    chooses: rules of this kind whose policy says which of the parts are told; elsewhere the room alone knows whom.
    explain: sentences on why one thing, named by its code, has or has no alert, for a reader; None: it cannot tell.
    readable: the things of this kind a reader may read today. A line leaves the inbox of who may read its thing no
        more, unless it was told to the person concerned. None: those told were named, not their role.
    holders: of alerts addressed to whoever holds a role, the accounts that hold it on a day with the part they are told
        as, by key of the alert; alerts left out keep whom they told. None: no alert of this kind is addressed so.
    """

    thing: str
    label: Any
    rules: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    confined: bool = True
    on_worklist: bool = True
    chooses: frozenset[str] = frozenset()
    standing: Callable[[Sequence[Alert], date], Collection[int]] | None = None
    owing: Callable[[Alert, date], Collection[int]] | None = None
    above: Callable[[Alert, date], Groups] | None = None
    explain: Callable[[Any, str, date], Sequence[str]] | None = None
    about: Callable[[int], QuerySet[Any]] | None = None
    night: Callable[[date], int] | None = None
    readable: Callable[[Any], QuerySet[Any]] | None = None
    holders: Callable[[Sequence[Alert], date], Mapping[int, Mapping[int, str]]] | None = None

    def rule_of(self, occasion: str) -> str:
        """The rule of the longest pattern that fits; empty for news."""
        return next((self.rules[one] for one in patterns(occasion) if one in self.rules), "")

    def ends_each(self, occasion: str) -> bool:
        return any(one in self.own for one in patterns(occasion))

    def rises(self, rule: str) -> bool:
        """Whether an alert under a policy of this name can be carried up to somebody."""
        under = {one for pattern, one in self.rules.items() if pattern not in self.own}
        return (self.above is not None or not self.confined) and any(f"{one}.".startswith(f"{rule}.") for one in under)


_sources: dict[str, Source] = {}
_superiors: list[Callable[[str, date], Groups]] = []
_officers: list[Callable[[date], Collection[int]]] = []
_working_days: list[Callable[[date, int], date]] = []


def register(source: Source) -> None:
    """Called by the room's app at start."""
    _sources[source.thing] = source


def source_of(thing: str) -> Source | None:
    return _sources.get(thing)


def sources() -> list[Source]:
    return [_sources[thing] for thing in sorted(_sources)]


def use_superiors(find: Callable[[str, date], Groups], officers: Callable[[date], Collection[int]]) -> None:
    """accounts says who heads the units above a unit's path on a day, and who the last resort is."""
    _superiors[:] = [find]
    _officers[:] = [officers]


def use_working_days(add: Callable[[date, int], date]) -> None:
    """organization counts working days."""
    _working_days[:] = [add]


def above(alert: Alert, on: date) -> Iterable[Collection[int]]:
    """Who may hear of it next. A confined matter never leaves the circle its room names."""
    source = source_of(alert.thing)
    if source is not None and source.above is not None:
        yield from source.above(alert, on)
        return
    if alert.unit_path and not alert.confined:
        for find in _superiors:
            yield from find(alert.unit_path, on)
        for find_officers in _officers:
            yield find_officers(on)


def apart(alert: Alert, users: Collection[int]) -> set[int]:
    """These accounts without those whose holder the matter is about."""
    source = source_of(alert.thing)
    if source is None or source.about is None or not users:
        return set(users)
    people = get_user_model().objects.filter(pk__in=users).values_list("pk", "person_id")
    return {
        pk
        for pk, person in people
        if person is None or not source.about(person).filter(pk=alert.thing_id or 0).exists()
    }


def working_days_after(day: date, count: int) -> date:
    return _working_days[0](day, count)


def patterns(occasion: str) -> Iterable[str]:
    """ "a:7:b" -> "a:#:b", "a:#:*", "a:*", "*": what may stand for it, the longest first."""
    parts = ["#" if part.isdigit() else part for part in occasion.split(":")]
    yield ":".join(parts)
    for length in range(len(parts) - 1, 0, -1):
        yield ":".join([*parts[:length], "*"])
    yield "*"
