"""The night of rotation: cases follow clocks, deferrals and exceptions run out, people are told; safe to repeat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cadres.enums_rotation import CLOSED, STAGES, ItemState, ReliefState, RotationState
from cadres.holds import holds_of
from cadres.models import RotationCase, RotationException, RotationItem, RotationRelief, RotationRule
from cadres.rules.retirement import add_months, retirement_day
from cadres.rules.rotation import Ground, Limit
from cadres.selectors.rotation_clocks import Clock, clocks, explained
from cadres.services import rotation_alerts as alerts
from cadres.services.rotation_alert_night import raise_stage_alerts
from cadres.services.rotation_cases import (
    RELATED,
    cancel,
    clock_columns,
    is_for,
    new_case,
    next_codes,
    stage_of,
    to_stage,
)
from cadres.services.rotation_exceptions import apply_exception, expire_exception
from cadres.services.rotation_reliefs import grounds_on, hold, propose_relief, release, run_out
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import DomainError

CHUNK = 500
WARN_DAYS = 30
FOLLOWED = ("started_on", "due_on", "min_on", "rule_id", "posting_id", "unit_id")
"""What a case keeps of its clock."""
WAITING = (*STAGES, RotationState.DEFERRED, RotationState.EXCEPTION_GRANTED)
T = TypeVar("T")


@dataclass
class Night:
    """What one night did."""

    opened: int = 0
    moved: int = 0
    ended: int = 0
    returned: int = 0
    held: int = 0
    exemptions: int = 0
    told: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def chunks(rows: Sequence[T]) -> Iterator[list[T]]:
    place = iter(rows)
    while chunk := list(islice(place, CHUNK)):
        yield chunk


def rotation_night(*, on: date, step: Callable[[int], Any] = lambda done: None) -> Night:
    """Do what is due by the day `on`. A second run at the same time waits, and finds nothing to do.

    Args:
        step: told how many rows were looked at.
    """
    night = Night()
    _follow(on, night, step)  # what it holds of everybody is let go before people are told
    _run_out(on, night)
    _follow_holds(on, night)
    _exempt(on, night)
    _tell(on, night, step)
    return night


def _follow(on: date, night: Night, step: Callable[[int], Any]) -> None:
    """Cases follow the clocks of the next two years."""
    horizon = add_months(on, 24)
    found = [one for one in clocks(on=on, due_by=horizon) if one.due_on is not None]
    by_key: dict[tuple[int, str], Clock] = {}
    for one in found:
        by_key.setdefault((one.person_id, one.code), one)  # the earliest end drives the case
    _follow_clocks(found, by_key, on, night, step)
    _open(by_key, on, night, step)


def _follow_clocks(
    found: list[Clock], by_key: dict[tuple[int, str], Clock], on: date, night: Night, step: Callable[[int], Any]
) -> None:
    """Open cases whose clock moved or is gone: looked for first, then each judged again under its lock."""
    running: dict[tuple[int, str], list[Clock]] = {}
    for one in found:
        running.setdefault((one.person_id, one.code), []).append(one)
    for chunk in chunks(_to_follow(running, on)):
        with transaction.atomic(), recorded(by=None, source="task"):
            rows = RotationCase.objects.select_for_update(of=("self",)).select_related(*RELATED).filter(pk__in=chunk)
            changed = []
            for case in rows.order_by("id"):
                mine = [one for one in running.get((case.person_id, case.rule_code), ()) if is_for(one, case)]
                if mine:
                    if _differs(case, mine[0]):
                        changed.append((case, mine[0]))
                    else:
                        night.moved += _staged(case, on)
                elif case.state in WAITING:
                    night.ended += _gone(case, on)
            anew = explained([clock for _case, clock in changed], on=on)
            for (case, _clock), known in zip(changed, anew, strict=True):
                columns = {
                    **clock_columns(known, on=on),
                    "rule": known.rule,
                    "posting_id": known.clock.posting_id,
                    "unit_id": known.clock.handled_by or known.clock.unit_id,
                }
                update_version(case, version=case.row_version, changes=columns)
                night.moved += _staged(case, on)
        step(len(chunk))


def _to_follow(running: dict[tuple[int, str], list[Clock]], on: date) -> list[int]:
    """Keys of the open cases that do not stand as their clock says: on most nights a few of very many."""
    rules = RotationRule.objects.in_bulk()
    found = []
    rows = RotationCase.objects.exclude(state__in=CLOSED).only("person_id", "rule_code", "state", *FOLLOWED)
    for case in rows.order_by("id").iterator(chunk_size=5000):
        case.rule = rules[case.rule_id]
        mine = [one for one in running.get((case.person_id, case.rule_code), ()) if is_for(one, case)]
        if mine:
            out_of_step = case.state in STAGES and stage_of(case, on=on) != case.state
            wanted = out_of_step or _differs(case, mine[0])
        else:
            wanted = case.state in WAITING
        if wanted:
            found.append(case.pk)
    return found


def _differs(case: RotationCase, clock: Clock) -> bool:
    return (case.started_on, case.due_on, case.min_on, case.rule_id, case.posting_id, case.unit_id) != (
        clock.start_on,
        clock.due_on,
        clock.min_on,
        clock.rule_id,
        clock.posting_id,
        clock.handled_by or clock.unit_id,
    )


def _staged(case: RotationCase, on: date) -> int:
    before = case.state
    return int(to_stage(case, on=on).state != before)


def _gone(case: RotationCase, on: date) -> int:
    """The person left the post, or the rule is no more: nothing is left to move."""
    beyond = [one for one in clocks(on=on, people=[case.person_id], code=case.rule_code) if is_for(one, case)]
    if beyond:
        return 0
    cancel(case=case, reason=_("The clock ended: the post or the rule is no more."), today=on, by=None, source="task")
    return 1


def _open(by_key: dict[tuple[int, str], Clock], on: date, night: Night, step: Callable[[int], Any]) -> None:
    """A case for each clock that comes near its end and has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, rule_code FROM cadres_rotationcase WHERE state <> ALL(%s)", [list(CLOSED)])
        open_now = {(person, code) for person, code in cursor.fetchall()}
    exempt = set(
        RotationCase.objects.filter(state=RotationState.EXEMPT).values_list("person_id", "rule_code", "posting_id")
    )
    ends = {
        rule.pk: add_months(on, max(Limit.read(rule.value).alerts, default=0))
        for rule in RotationRule.objects.filter(pk__in={clock.rule_id for clock in by_key.values()})
    }
    wanted = []
    for key, clock in by_key.items():
        if key in open_now or any((*key, posting) in exempt for posting in clock.segments):
            continue
        if clock.due_on is not None and clock.due_on <= ends[clock.rule_id]:
            wanted.append(clock)
    for chunk in chunks(wanted):
        with transaction.atomic(), recorded(by=None, source="task"):
            near = explained(chunk, on=on)
            codes = next_codes(year=on.year, count=len(near))
            rows = [new_case(code, one, on=on, by=None) for code, one in zip(codes, near, strict=True)]
            RotationCase.objects.bulk_create(rows, ignore_conflicts=True)
            fresh = RotationCase.objects.filter(code__in=codes, state=RotationState.TRACKING).select_related(*RELATED)
            for case in fresh.order_by("id"):
                to_stage(case, on=on)
                night.opened += 1
        step(len(chunk))


def _run_out(on: date, night: Night) -> None:
    """Deferrals and exceptions whose day has passed; exceptions that begin."""
    for relief in RotationRelief.objects.filter(state=ReliefState.GRANTED, until__lt=on, origin_key="").order_by("id"):
        night.returned += run_out(relief=relief, on=on)
    over = RotationException.objects.filter(cases__state=RotationState.EXCEPTION_GRANTED)
    for row in over.distinct().order_by("id"):
        if row.until < on or row.ended_on is not None:
            night.returned += expire_exception(exception=row, on=on, by=None)
    for row in RotationException.objects.filter(valid_from__lte=on, until__gte=on, ended_on=None).select_related(
        "unit"
    ):
        night.moved += apply_exception(exception=row, on=on, by=None)


def _follow_holds(on: date, night: Night) -> None:
    """What other rooms hold defers, and what they hold no more returns."""
    now = holds_of(None)
    with_case = set(
        RotationCase.objects.filter(person_id__in=[one.person_id for one in now])
        .exclude(state__in=CLOSED)
        .values_list("person_id", flat=True)
    )
    for one in now:
        if one.person_id in with_case:
            night.held += hold(hold=one, on=on, source="task")
    standing = {one.origin for one in now}
    held = (
        RotationRelief.objects.filter(state=ReliefState.GRANTED)
        .exclude(origin_key="")
        .values_list("origin_key", flat=True)
    )
    for origin in sorted(set(held) - standing):
        night.returned += release(origin=origin, on=on, source="task")


def _exempt(on: date, night: Night) -> None:
    """Propose an exemption where retirement is near; a person confirms it."""
    grounds = {name: rule for name, rule in grounds_on(on).items() if rule.value.get("effect") == "exempt"}
    for name, rule in grounds.items():
        months = Ground.read(rule.value).retirement_months
        if months is None:
            continue
        rows = (
            RotationCase.objects.filter(state__in=STAGES, person__birth_date__isnull=False)
            .exclude(reliefs__kind="exempt")
            .exclude(reliefs__state__in=(ReliefState.PROPOSED, ReliefState.GRANTED))
            .select_related("person")
        )
        for case in rows.order_by("id").iterator(chunk_size=CHUNK):
            born = case.person.birth_date
            if born is None or add_months(on, months) <= retirement_day(born, case.person.sex):
                continue
            try:
                propose_relief(
                    case=case, ground=name, evidence=f"{retirement_day(born, case.person.sex):%d/%m/%Y}", from_on=on,
                    until=None, today=on, by=None, source="task",
                )  # fmt: skip
            except DomainError:
                continue  # somebody was first
            night.exemptions += 1


def _tell(on: date, night: Night, step: Callable[[int], Any]) -> None:
    """What the clocks say, in batches; then what was decided and not carried out, and deferrals that end soon."""
    night.told += raise_stage_alerts(on=on, step=step)
    decided = RotationCase.objects.filter(state=RotationState.DECIDED).select_related(*RELATED)
    for case in decided.order_by("id").iterator(chunk_size=CHUNK):
        limit = Limit.read(case.rule.value)
        item = RotationItem.objects.filter(case=case, state=ItemState.SIGNED).first()
        if item and item.effective_on and on > item.effective_on + timedelta(days=limit.execute_days):
            alerts.tell_late_hand_over(case, days=limit.execute_days)
            night.told += 1
    soon = RotationRelief.objects.filter(
        state=ReliefState.GRANTED, until__gte=on, until__lte=on + timedelta(days=WARN_DAYS)
    ).select_related(*(f"case__{name}" for name in RELATED))
    spoken: set[tuple[int, int, date]] = set()
    for relief in soon.order_by("case__due_on", "id"):
        assert relief.until is not None  # filtered above
        post = (relief.case.person_id, relief.case.posting_id, relief.until)
        if post in spoken:  # the same post deferred by another rule until the same day
            continue
        spoken.add(post)
        alerts.tell_relief_ends(relief.case, until=relief.until)
        night.told += 1
