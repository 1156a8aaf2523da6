"""Whom alerts of rotation are addressed to on a day: by role, from the unit of a case upwards."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.above import accounts_by_path, accounts_by_role, officers
from cadres.models import RotationCase, RotationItem, RotationRelief
from cadres.models.rotation import APART
from cadres.selectors.ties import kept_out_as_relatives
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.policies import policies_on
from foundation.notifications.raising import Told

BY_CLOCK = ("before", "due", "overdue", "noplan")
WITH_SUPERIOR = "noplan"
BOTH = (ToldAs.HEAD, ToldAs.PERSONNEL)


@dataclass
class Recipients:
    """Who deals with units' rotations on a day: asked once a night, or once for some units, by the unit's path."""

    heads: dict[str, list[int]]
    personnel: dict[str, list[int]]
    officers: frozenset[int]

    @classmethod
    def on(cls, on: date) -> "Recipients":
        heads, personnel = accounts_by_role(Role.DEPARTMENT_HEAD, on), accounts_by_role(Role.PERSONNEL, on)
        return cls(heads, personnel, frozenset(officers(on)))

    @classmethod
    def near(cls, paths: Iterable[str], on: date) -> "Recipients":
        """Of these units and those above them only; three queries."""
        places = {one for path in paths for one in upwards(path)}
        heads = accounts_by_path(Role.DEPARTMENT_HEAD, places, on)
        return cls(heads, accounts_by_path(Role.PERSONNEL, places, on), frozenset(officers(on)))

    def of(
        self, path: str, *, superior: bool, parts: Collection[str] = (), without: Collection[int] = ()
    ) -> list[Told]:
        """Head and personnel officers of the nearest unit that has some; with `superior` the head above as well.

        parts: those the policy tells, where it leaves somebody to tell. without: accounts that have no part in it.
        """
        told: dict[int, str] = {}
        places = list(upwards(path))
        for role, part in ((self.heads, ToldAs.HEAD), (self.personnel, ToldAs.PERSONNEL)):
            for user_id in _nearest(role, places, without):
                told.setdefault(user_id, part)
        rest = [user_id for user_id in self.officers if user_id not in without]
        if superior:
            above = _nearest(self.heads, places[1:], {*without, *told})
            for user_id in above or rest:
                told.setdefault(user_id, ToldAs.SUPERIOR if above else ToldAs.OFFICER)
        if not told:
            told = dict.fromkeys(rest, ToldAs.OFFICER)
        kept = {user_id: part for user_id, part in told.items() if not parts or part in parts}
        return [Told(user_id, str(part)) for user_id, part in (kept or told).items()]

    def handling(self, path: str, *, without: Collection[int], parts: Sequence[str] = BOTH) -> set[int]:
        """As `deciders_of`: for each part the nearest unit that has somebody else; where none has, the officers."""
        told: set[int] = set()
        for part in parts:
            role = self.heads if part == ToldAs.HEAD else self.personnel
            told |= set(_nearest(role, list(upwards(path)), without))
        return told or set(self.officers) - set(without)


def _nearest(role: Mapping[str, Sequence[int]], places: Sequence[str], without: Collection[int]) -> list[int]:
    """Who holds the role in the first of these places that has somebody with a part in it."""
    for place in places:
        found = [user_id for user_id in role.get(place, ()) if user_id not in without]
        if found:
            return found
    return []


def kept_out(person_ids: Collection[int], *, on: date) -> dict[int, set[int]]:
    """Of each of these people the accounts that have no part in the own case: their own and those of relatives."""
    related = kept_out_as_relatives(person_ids, on=on)
    people = {*related, *(one for group in related.values() for one in group)}
    accounts: dict[int, set[int]] = {}
    for person, user_id in User.objects.filter(person_id__in=people).values_list("person_id", "pk"):
        accounts.setdefault(person or 0, set()).add(user_id)
    return {
        person: {user_id for one in (person, *group) for user_id in accounts.get(one, ())}
        for person, group in related.items()
    }


def upwards(path: str) -> Iterator[str]:
    """The path itself, then those above it."""
    parts = path.split(".")[:-1]
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length]) + "."


def holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """Who holds the roles these alerts are addressed to, never the person concerned; at most nine queries."""
    ids = {alert.thing_id for alert in alerts if alert.thing_id is not None}
    needed = ("person_id", "unit__path", "receiver__path")
    cases = RotationCase.objects.select_related("unit", "receiver").only(*needed).in_bulk(ids)
    units = [unit for case in cases.values() for unit in (case.unit, case.receiver) if unit is not None]
    recipients, policies = Recipients.near([unit.path for unit in units], on), policies_on(on)
    out = kept_out({case.person_id for case in cases.values()}, on=on)
    proposed, signing = _named(alerts, "propose"), _named(alerts, "sign")
    reliefs = RotationRelief.objects.in_bulk(proposed) if proposed else {}
    signed = RotationItem.objects.filter(pk__in=signing).values_list("pk", "proposed_by_id") if signing else ()
    proposers = dict(signed)
    found: dict[int, dict[int, str]] = {}
    for alert in alerts:
        case = cases.get(alert.thing_id or 0)
        if case is None:
            continue
        occasion, _colon, rest = alert.occasion.partition(":")
        without = out[case.person_id]
        if occasion in BY_CLOCK:
            parts = policies.parts(alert.rule)
            told = recipients.of(case.unit.path, superior=occasion == WITH_SUPERIOR, parts=parts, without=without)
            now = {one.user_id: one.told_as for one in told}
        else:
            now = dict.fromkeys(_handling(recipients, case, occasion, _key(rest), without, reliefs, proposers),
                                ToldAs.HANDLER.value)  # fmt: skip
        if now:
            found[alert.pk] = now
    return found


def _handling(
    recipients: Recipients,
    case: RotationCase,
    occasion: str,
    key: int,
    without: set[int],
    reliefs: Mapping[int, RotationRelief],
    proposers: Mapping[int, int | None],
) -> set[int]:
    path = case.unit.path
    if occasion == "propose" and key in reliefs:
        relief = reliefs[key]
        parts = () if relief.ground == APART else (ToldAs.HEAD,)
        return recipients.handling(path, without={*without, relief.proposed_by_id or 0}, parts=parts)
    if occasion == "sign":
        return recipients.handling(path, without={*without, proposers.get(key) or 0}, parts=(ToldAs.HEAD,))
    told = recipients.handling(path, without=without)
    if occasion == "handover" and case.receiver is not None:
        told |= recipients.handling(case.receiver.path, without=without)
    return told


def _named(alerts: Sequence[Alert], occasion: str) -> set[int]:
    names = (alert.occasion.partition(":") for alert in alerts)
    return {_key(rest) for name, _colon, rest in names if name == occasion}


def _key(text: str) -> int:
    return int(text) if text.isdigit() else 0
