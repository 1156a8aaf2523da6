"""Alerts of rotation by night: from the cases that wait for their clock, in batches, one step of a case at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.above import accounts_by_role, officers
from cadres.enums_rotation import RotationState
from cadres.models import RotationCase
from cadres.rules.retirement import add_months
from cadres.rules.rotation import Limit
from foundation.notifications.enums import Ending, ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.one_at_a_time import one_at_a_time
from foundation.notifications.policies import Policies, policies_on
from foundation.notifications.raising import New, Told, raise_alerts
from foundation.notifications.wording import as_date
from foundation.outbox.chunks import CHUNK

IN_STAGE = (RotationState.APPROACHING, RotationState.DUE)
DUE, OVERDUE, NO_PLAN = 50, 60, 70
"""Steps of a series; the months before count 1, 2, 3 ... from the farthest."""
OVERDUE_DAYS = 30
KIND = "rotation"
RELATED = ("person", "rule", "unit")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a case has come on a day."""

    number: int
    occasion: str
    rule: str
    title: str
    months: int = 0


def step_of(case: RotationCase, limit: Limit, on: date) -> Step | None:
    """The step a case stands at: the last one whose day has come, so that a late start tells once, not five times."""
    over = (on - case.due_on).days
    if over > limit.plan_days:
        return Step(
            NO_PLAN, "noplan", "rotation.no_plan", gettext_noop("%(name)s: due for rotation since %(due)s and no plan")
        )
    if over > OVERDUE_DAYS:
        return Step(OVERDUE, "overdue", "rotation.due", gettext_noop("%(name)s: rotation is overdue since %(due)s"))
    if over >= 0:
        return Step(DUE, "due", "rotation.due", gettext_noop("%(name)s: due for rotation since %(due)s"))
    offsets = sorted(limit.alerts, reverse=True)
    passed = [(place, months) for place, months in enumerate(offsets, 1) if add_months(on, months) >= case.due_on]
    if not passed:
        return None
    place, months = passed[-1]
    title = gettext_noop("%(name)s: time in the post ends on %(due)s")
    return Step(place, f"before:{months}", "rotation.before", title, months)


@dataclass
class Recipients:
    """Who deals with a unit's rotations on a day: asked once a night, by the unit's path."""

    heads: dict[str, list[int]]
    personnel: dict[str, list[int]]
    officers: frozenset[int]

    @classmethod
    def on(cls, on: date) -> "Recipients":
        heads, personnel = accounts_by_role(Role.DEPARTMENT_HEAD, on), accounts_by_role(Role.PERSONNEL, on)
        return cls(heads, personnel, frozenset(officers(on)))

    def of(self, path: str, *, superior: bool, parts: Collection[str] = ()) -> list[Told]:
        """Head and personnel officers of the nearest unit that has some; with `superior` the head above as well.

        parts: those the policy tells, where it leaves somebody to tell.
        """
        told: dict[int, str] = {}
        places = list(_upwards(path))
        for role, part in ((self.heads, ToldAs.HEAD), (self.personnel, ToldAs.PERSONNEL)):
            for user_id in next((role[one] for one in places if one in role), ()):
                told.setdefault(user_id, part)
        if superior:
            above = next((self.heads[one] for one in places[1:] if set(self.heads.get(one, ())) - set(told)), ())
            for user_id in above or self.officers:
                told.setdefault(user_id, ToldAs.SUPERIOR if above else ToldAs.OFFICER)
        if not told:
            told = dict.fromkeys(self.officers, ToldAs.OFFICER)
        kept = {user_id: part for user_id, part in told.items() if not parts or part in parts}
        return [Told(user_id, str(part)) for user_id, part in (kept or told).items()]


def raise_stage_alerts(*, on: date, step: Callable[[int], Any] = lambda done: None) -> int:
    """Raise what the clocks of all waiting cases say by the day, at most 500 a transaction; returns the new alerts.

    One run at a time (advisory lock); a run that is cut off leaves whole transactions, and the next one goes on.
    """
    with one_at_a_time("cadres.rotation_alerts"):
        policies, recipients = policies_on(on), Recipients.on(on)
        made = 0
        for cases in _batches():
            made += raise_for(cases, on=on, policies=policies, recipients=recipients)
            step(len(cases))
        return made


def raise_for(
    cases: Sequence[RotationCase], *, on: date, policies: Policies | None = None, recipients: Recipients | None = None
) -> int:
    """The alerts of these cases, at most 500, in one transaction."""
    recipients = recipients or Recipients.on(on)
    policies = policies or policies_on(on)
    again = _ended_before(cases)
    own = dict(User.objects.filter(person_id__in=[case.person_id for case in cases]).values_list("person_id", "pk"))
    wanted = []
    limits = {rule.pk: Limit.read(rule.value) for rule in {case.rule_id: case.rule for case in cases}.values()}
    for case in cases:
        at = step_of(case, limits[case.rule_id], on)
        if at is not None:
            parts = policies.parts(at.rule)
            told = recipients.of(case.unit.path, superior=at.number == NO_PLAN, parts=parts)
            told = [one for one in told if one.user_id != own.get(case.person_id)]
            wanted.append(_new(case, at, told, on, again.get((case.pk, case.due_on), 0)))
    return raise_alerts(wanted, on=on, policies=policies)


def _new(case: RotationCase, at: Step, told: Iterable[Told], on: date, again: int) -> New:
    series = f"{KIND}:{case.pk}:{case.due_on}:{again}"
    days = (on - case.due_on).days
    return New(
        key=f"{KIND}:{case.pk}:{at.occasion}:{case.due_on}:{again}",
        kind=KIND,
        told=tuple(told),
        title=at.title,
        rule=at.rule,
        series=series,
        step=at.number,
        code=case.code,
        unit_path=case.unit.path,
        due_on=case.due_on,
        inputs={
            "rule": case.rule_code,
            "legal_basis": case.rule.legal_basis,
            "verified": case.rule.verified,
            "start_on": case.started_on.isoformat(),
            "due_on": case.due_on.isoformat(),
            "on": on.isoformat(),
            **({"months_left": at.months} if at.months else {}),
            **({"days_over": days} if days > 0 else {}),
            "paused_days": case.explained.get("paused_days") or "",
            "acting_days": case.explained.get("acting_days") or "",
            "flags": case.explained.get("flags") or "",
        },
        body=gettext_noop("Case %(code)s, rule %(rule)s."),
        params={
            "name": case.person.full_name,
            "code": case.code,
            "rule": case.rule_code,
            "due": as_date(case.due_on),
        },
        url=f"/rotation/cases/{case.code}/",
        ends_when=gettext_noop("Ends when a move is planned, deferred or excepted, or the clock ends."),
    )


def _ended_before(cases: Sequence[RotationCase]) -> dict[tuple[int, date], int]:
    """How often the alerts of a case's day ended by an act: back in its stage, it is told anew, not left in silence."""
    rows = (
        Alert.objects.filter(
            thing=KIND, thing_id__in=[case.pk for case in cases], ending__in=(Ending.SETTLED, Ending.GONE),
        )
        .exclude(series="")
        .order_by()
        .values("thing_id", "due_on")
        .annotate(times=Count("series", distinct=True))
    )  # fmt: skip
    return {
        (row["thing_id"], row["due_on"]): row["times"]
        for row in rows
        if row["thing_id"] is not None and row["due_on"] is not None
    }


def _batches() -> Iterator[list[RotationCase]]:
    last = 0
    while True:
        rows = RotationCase.objects.filter(state__in=IN_STAGE, pk__gt=last).select_related(*RELATED).order_by("pk")
        cases = list(rows[:CHUNK])
        if not cases:
            return
        yield cases
        last = cases[-1].pk


def _upwards(path: str) -> Iterator[str]:
    parts = path.split(".")[:-1]
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length]) + "."
