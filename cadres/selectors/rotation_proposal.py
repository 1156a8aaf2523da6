"""Who may move in a proposed round and to which posts, read from cases, posts and declared ties."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.enums import PostingKind
from cadres.enums_rotation import CLOSED, STAGES, RotationState
from cadres.models import Person, Posting, RotationCase, RotationRound
from cadres.rules import rotation_solver as solver
from cadres.rules.rotation_solver import Mover, Seat, Settings
from cadres.selectors.rotation import RELATED, cases_for
from cadres.selectors.ties import relatives_of
from foundation.outbox.models import Job
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit

TASK = "cadres.propose_round"
WITH_PLAN = (RotationState.PLANNED, RotationState.ANNOUNCED, RotationState.DECIDED)


@dataclass(frozen=True, slots=True)
class Problem:
    """What the solver is given."""

    movers: list[Mover]
    seats: list[Seat]
    sizes: dict[int, int]


def problem_of(user: Any, round: RotationRound, *, due_by: date, move_on: date, rule: str = "") -> Problem:
    """Everybody of the round within reach whose time is over by a day and who has no plan; six queries.

    Args:
        rule: only cases of this rule; a person with several is taken once, by the earliest, and a plan or a deferral
            of one of them counts for all.
    """
    rows = cases_for(user).exclude(state__in=CLOSED).filter(unit__path__startswith=round.unit.path)
    due = rows.exclude(state__in=WITH_PLAN).filter(due_on__lte=due_by)
    cases = {case.person_id: case for case in reversed(list(due.filter(rule_code=rule) if rule else due))}
    bound = (*WITH_PLAN, RotationState.DEFERRED)
    beside = RotationCase.objects.filter(person__in=list(cases), state__in=bound).order_by()
    aside = set[int]()
    for person, state in beside.values_list("person_id", "state"):
        if state in WITH_PLAN:
            cases.pop(person, None)  # the person goes already, by the other rule
        else:
            aside.add(person)
    people = list(cases)
    been: dict[int, set[int]] = {key: set() for key in people}
    for person, unit in Posting.objects.filter(person__in=people).values_list("person_id", "unit_id"):
        been[person].add(unit)
    kin = relatives_of(people, on=move_on)
    kin_body = {
        row.pk: body_of(row.unit)
        for row in Person.objects.filter(pk__in={one for group in kin.values() for one in group}).select_related("unit")
        if row.unit is not None
    }
    movers = [
        _mover(case, been[case.person_id], kin[case.person_id], kin_body, move_on, case.person_id in aside)
        for case in cases.values()
    ]
    seats = [Seat(one.seat, one.unit, one.body, one.kind, one.field, one.grade, one.case) for one in movers]
    return Problem(movers, seats, _sizes(movers, due_by))


def body_of(unit: Unit) -> int:
    """The unit a division stands in."""
    return unit.parent_id if unit.kind == UnitKind.DIVISION and unit.parent_id is not None else unit.pk


def _mover(
    case: RotationCase, been: set[int], kin: set[int], kin_body: Mapping[int, int], move_on: date, aside: bool
) -> Mover:
    held = case.posting
    kept = solver.RELIEF if aside or case.state not in STAGES else ""
    if not kept and case.min_on is not None and case.min_on > move_on:
        kept = solver.MINIMUM
    return Mover(
        case=case.pk,
        person=case.person_id,
        seat=held.pk,
        kind=held.position.kind,
        field=held.position.sensitive_field or str(case.explained.get("field") or "") or held.unit.search_key,
        grade=_grade(case.person.rank_code),
        unit=held.unit_id,
        body=body_of(held.unit),
        months_over=max(0, (move_on.year - case.due_on.year) * 12 + move_on.month - case.due_on.month),
        been=frozenset(been),
        kin_bodies=frozenset(kin_body[one] for one in kin if one in kin_body),
        kin=frozenset(kin),
        kept=kept,
    )


def _grade(rank_code: str) -> int | None:
    """The last part of a rank: 01.002 is above 01.003."""
    last = rank_code.rpartition(".")[2]
    return int(last) if last.isdigit() else None


def _sizes(movers: Sequence[Mover], on: date) -> dict[int, int]:
    """How many hold posts of these kinds in each body: what the share is taken of."""
    held = (
        Posting.objects.filter(position__kind__in={one.kind for one in movers}, kind=PostingKind.PRIMARY)
        .filter(valid_from__lte=on)
        .exclude(valid_to__lt=on)
        .values_list("unit_id", "unit__kind", "unit__parent_id")
    )
    found = Counter[int]()
    for unit, kind, parent in held:
        found[parent if kind == UnitKind.DIVISION and parent is not None else unit] += 1
    bodies = {one.body for one in movers}
    return {body: count for body, count in found.items() if body in bodies}


def proposals_of(user: Any, round: RotationRound) -> QuerySet[Job]:
    """What this user had worked out for the round, the newest first; nobody else reads it."""
    return Job.objects.filter(task=TASK, requested_by=user.pk, payload__round=round.pk).order_by("-id")


def settings_of(payload: Mapping[str, Any]) -> Settings:
    return Settings(**payload["settings"])


def one_proposal(user: Any, round: RotationRound, pk: int) -> Job:
    """One of this user's proposals.

    Raises:
        NotFound: there is none of this number for the round that the user asked for.
    """
    job = proposals_of(user, round).filter(pk=pk).first()
    if job is None:
        raise NotFound
    return job


def cases_shown(user: Any, keys: Sequence[int]) -> dict[int, RotationCase]:
    """The cases of a proposal that are within reach now; one query, with the unit above each post."""
    rows = cases_for(user).select_related(*RELATED, "posting__unit__parent")
    return {case.pk: case for case in rows.filter(pk__in=keys)}


WORDS = {
    solver.KIND: _("No post of the same kind becomes free"),
    solver.STAY: _("Only posts in the same place become free"),
    solver.BEEN: _("The person was there before"),
    solver.FIELD: _("No post of the same field becomes free"),
    solver.GRADE: _("The grade does not fit"),
    solver.KIN: _("A declared relative stands in the way"),
    solver.SHARE: _("The share moved of the unit is used up"),
    solver.PLACES: _("The fitting posts go to others, or their holders cannot go"),
    solver.RELIEF: _("Deferred or excepted"),
    solver.MINIMUM: _("The least term is not over"),
}
"""What stood in the way, in words."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Somebody a proposal leaves where they are, and the rule that stood in the way."""

    case: RotationCase
    rule: str

    @property
    def why(self) -> str:
        return str(WORDS[self.rule])


@dataclass(frozen=True, slots=True)
class Compared:
    """One proposal as a line beside others."""

    job: Job
    settings: Settings
    rule: str
    moved: int
    asked: int
    greedy: int
    best: bool
    left: list[tuple[str, int]]

    @property
    def left_over(self) -> int:
        return self.asked - self.moved


def compared(job: Job) -> Compared:
    """How a proposal stands; a job that runs has nothing yet."""
    said = job.result or {"moved": 0, "asked": 0, "greedy": 0, "best": False, "left_by_rule": {}}
    left = [(str(WORDS[rule]), count) for rule, count in said["left_by_rule"].items()]
    return Compared(
        job,
        settings_of(job.payload),
        job.payload["rule"],
        said["moved"],
        said["asked"],
        said["greedy"],
        said["best"],
        left,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with the cases that are within reach now.

    Attributes:
        circles: number and pairs: a case and the case whose post it takes.
        only_here, only_there: beside another proposal, whom one of the two leaves over and the other moves.
    """

    circles: list[tuple[int, list[tuple[RotationCase, RotationCase]]]]
    left: list[LeftOver]
    only_here: list[LeftOver]
    only_there: list[LeftOver]


def shown(user: Any, job: Job, against: Job | None) -> Shown:
    """Circles and people left over of a proposal that was worked out, beside another; one query."""
    result = job.result or {}
    left = dict(result["left"])
    other = dict(against.result["left"]) if against is not None and against.result else {}
    keys = {case for circle in result["circles"] for pair in circle for case in pair if case is not None}
    cases = cases_shown(user, [*keys, *left, *other])

    def over(rules: Mapping[int, str], but: Mapping[int, str]) -> list[LeftOver]:
        return [LeftOver(cases[case], rule) for case, rule in rules.items() if case in cases and case not in but]

    return Shown(
        circles=[
            (number, [(cases[case], cases[to]) for case, to in circle])
            for number, circle in enumerate(result["circles"])
            if all(case in cases and to in cases for case, to in circle)
        ],
        left=over(left, {}),
        only_here=over(left, other) if against is not None else [],
        only_there=over(other, left) if against is not None else [],
    )
