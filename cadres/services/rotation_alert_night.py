"""Alerts of rotation by night: from the cases that wait for their clock, in batches, one alert a person and post."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_noop

from cadres.models import RotationCase
from cadres.rules.retirement import add_months
from cadres.rules.rotation import Limit
from cadres.selectors.rotation_posts import SPEAKING, PostCase, cases_of_posts
from cadres.selectors.rotation_recipients import Recipients, kept_out
from foundation.audit.record import recorded
from foundation.notifications.ending import end_alerts
from foundation.notifications.enums import Ending
from foundation.notifications.models import Alert
from foundation.notifications.one_at_a_time import one_at_a_time
from foundation.notifications.policies import Policies, policies_on
from foundation.notifications.raising import New, Told, raise_alerts
from foundation.notifications.wording import as_date
from foundation.outbox.chunks import CHUNK

DUE, OVERDUE, NO_PLAN = 50, 60, 70
"""Steps of a series; the months before count 1, 2, 3 ... from the farthest."""
OVERDUE_DAYS = 30
KIND = "rotation"
BESIDE = gettext_noop("Case %(code)s, rule %(rule)s: the earliest for this post, which also stands under %(others)s.")
RELATED = ("person", "rule", "unit")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a case has come on a day."""

    number: int
    occasion: str
    rule: str
    title: str
    months: int = 0


def step_of(case: RotationCase | PostCase, limit: Limit, on: date) -> Step | None:
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
    drives, silent = _drivers(cases, on)
    _end_stale(cases, silent)
    again = _ended_before(cases)
    out = kept_out({case.person_id for case in cases}, on=on)
    wanted = []
    for case in cases:
        if case.pk in drives:
            at, others = drives[case.pk]
            parts = policies.parts(at.rule)
            told = recipients.of(
                case.unit.path, superior=at.number == NO_PLAN, parts=parts, without=out[case.person_id]
            )
            wanted.append(_new(case, at, told, on, again.get((case.pk, case.due_on), 0), others))
    return raise_alerts(wanted, on=on, policies=policies)


def _drivers(cases: Sequence[RotationCase], on: date) -> tuple[dict[int, tuple[Step, list[PostCase]]], set[int]]:
    """Of the cases of one person and post the one that speaks, with the others; and those that keep silent.

    The earliest day drives. Where a move is under way by one rule, none of them speaks: the move answers for all.
    """
    by_post: dict[tuple[int, int], list[PostCase]] = {}
    for one in cases_of_posts(cases):
        by_post.setdefault(one.post, []).append(one)
    drives: dict[int, tuple[Step, list[PostCase]]] = {}
    silent = set[int]()
    for case in cases:
        group = by_post.get((case.person_id, case.posting_id), [])
        steps = {one.pk: step for one in group if one.waits and (step := step_of(one, one.limit, on)) is not None}
        first = next((one for one in group if one.pk in steps), None)  # in the order of their days
        if first is None:
            continue
        if first.pk != case.pk or any(one.moves for one in group):
            silent.add(case.pk)
        else:
            drives[case.pk] = (steps[case.pk], [one for one in group if one.pk != case.pk])
    return drives, silent


def _end_stale(cases: Sequence[RotationCase], silent: Collection[int]) -> None:
    """End what was told of a case that no longer speaks, or that another unit handles now, before the new is told."""
    places = {case.pk: _place(case.unit.path) for case in cases}
    rows = Alert.objects.filter(thing=KIND, thing_id__in=list(places), ended_at=None).exclude(series="")
    stale = [
        key
        for key, case, path in rows.order_by("pk").values_list("pk", "thing_id", "unit_path")
        if case is not None and (case in silent or _place(path) != places[case])
    ]
    if stale:
        with recorded(by=None, source="task"):
            end_alerts(stale, ending=Ending.GONE, by=None)


def _place(path: str) -> str:
    """The unit's own part of its path: the rest changes when the tree above it does."""
    return path.rpartition(".")[0].rpartition(".")[2]


def _new(
    case: RotationCase, at: Step, told: Iterable[Told], on: date, again: int, others: Sequence[PostCase] = ()
) -> New:
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
            **({"other_rules": [f"{one.rule_code} ({one.due_on:%d/%m/%Y})" for one in others]} if others else {}),
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
        body=BESIDE if others else gettext_noop("Case %(code)s, rule %(rule)s."),
        params={
            "name": case.person.full_name,
            "code": case.code,
            "rule": case.rule_code,
            **({"others": ", ".join(f"{one.rule_code} ({one.due_on:%d/%m/%Y})" for one in others)} if others else {}),
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
        rows = RotationCase.objects.filter(state__in=SPEAKING, pk__gt=last).select_related(*RELATED).order_by("pk")
        cases = list(rows[:CHUNK])
        if not cases:
            return
        yield cases
        last = cases[-1].pk
