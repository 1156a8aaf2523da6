"""Opens a month: everybody due gets one sheet with unit, post and evaluators frozen, in short transactions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Person
from evaluations.enums import SubjectGroup
from evaluations.models import Cycle
from evaluations.rules.timetable import cutoff, first_of_month, step_dates
from evaluations.selectors.chain import Chain, Due, batches, chain_on, people_due
from evaluations.selectors.frameworks import framework_for, spec_of
from evaluations.selectors.timetable import steps_to_json, working_calendar
from evaluations.services.frameworks import load_frameworks
from evaluations.services.notices import tell_evaluators
from evaluations.services.sheet_rows import CHUNK, create_people, create_units
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_in

Report = Callable[[int, int], None]


@dataclass(slots=True)
class OpeningResult:
    """`population` = created + existing + excluded counts people; the units' own sheets stand beside it."""

    cycle: Cycle
    created: int = 0
    existing: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    unit_sheets_created: int = 0
    unit_sheets_existing: int = 0
    without_decider: int = 0

    @property
    def population(self) -> int:
        return self.created + self.existing + sum(self.excluded.values())


def open_cycle(
    *, period: date, on: date, by: Actor | None, unit_code: str | None = None, report: Report | None = None
) -> OpeningResult:
    """Open the month for everybody due on its last working day, or for one unit and what lies below it.

    Safe to run again at any point: sheets that exist stay as they are, missing ones are added.

    Args:
        on: today; a month that has not begun is marked early, a month that is over is marked late.
        report: called after each chunk with (done, total).

    Side effects: sheets, months of units, audit entries, one notice to each evaluator. No transaction holds more
    than 500 sheets.
    """
    if period.day != 1:
        raise InvalidInput(_("A month is named by its first day."), field="period", code="not_a_month")
    scope = _scope(unit_code)
    calendar = working_calendar()
    day = cutoff(period, calendar)
    cycle = _cycle(period=period, on=on, by=by, calendar=calendar)
    chain = chain_on(day)
    due = people_due(day, below=scope.path if scope else None)
    result = OpeningResult(cycle, excluded=_excluded(period, day, scope, {row.person_id for row in due}))
    done = 0
    units = _units_of(chain, due, cycle)
    for chunk in _chunks(units):
        created, existing = create_units(cycle=cycle, chain=chain, unit_ids=chunk, by=by)
        result.unit_sheets_created += created
        result.unit_sheets_existing += existing
    for batch in batches(due, CHUNK):
        made = create_people(cycle=cycle, chain=chain, people=batch, by=by)
        result.created += made.created
        result.existing += made.existing
        result.without_decider += made.without_decider
        done += len(batch)
        if report is not None:
            report(done, len(due))
    _finish(cycle, result, whole=scope is None, by=by)
    return result


def months_to_open(*, on: date) -> list[date]:
    """Every month up to the present one that was never wholly opened, oldest first.

    The first month ever is the present one: the past is not made up.
    """
    known = dict(Cycle.objects.values_list("period", "opened_at"))
    now = first_of_month(on)
    period = min([*known, now])
    found: list[date] = []
    while period <= now:
        if known.get(period) is None:
            found.append(period)
        period = first_of_month(period + timedelta(days=31))
    return found


def _scope(unit_code: str | None) -> Unit | None:
    if unit_code is None:
        return None
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        raise NotFound(_("There is no unit with the code %(code)s.") % {"code": unit_code}, field="unit")
    return unit


def _cycle(*, period: date, on: date, by: Actor | None, calendar: WorkingCalendar) -> Cycle:
    found = Cycle.objects.select_related("framework").filter(period=period).first()
    if found is None:
        found = _new_cycle(period=period, on=on, by=by, calendar=calendar)
    if found.state == "CLOSED":
        raise Refused(_("This month is closed."), code="cycle_closed")
    return found


def _new_cycle(*, period: date, on: date, by: Actor | None, calendar: WorkingCalendar) -> Cycle:
    framework = framework_for(period)
    if framework is None:
        load_frameworks(by=by)
        framework = framework_for(period)
    if framework is None:
        raise Refused(_("No framework holds for this month."), code="no_framework")
    steps = step_dates(spec_of(framework), period, calendar)
    now = first_of_month(on)
    with recorded(by=by):
        cycle, created = Cycle.objects.select_related("framework").get_or_create(
            period=period,
            defaults={
                "framework": framework,
                "steps": steps_to_json(steps),
                "expected_days": len(working_days_in(period, _end(period), calendar)),
                "opened_early": period > now,
                "opened_late": period < now,
            },
        )
        if created:
            move(cycle, "open", by=by)
    if not created:  # another opener was first, and has committed
        cycle = Cycle.objects.select_related("framework").get(pk=cycle.pk)
    return cycle


def _end(period: date) -> date:
    return first_of_month(period + timedelta(days=31)) - timedelta(days=1)


def _excluded(period: date, day: date, scope: Unit | None, due: set[int]) -> dict[str, int]:
    """Why people of the registry get no sheet: they left during the month, or hold no post on the day that counts."""
    people = Person.objects.all()
    if scope is not None:
        people = people.filter(unit__path__startswith=scope.path)
    counts: dict[str, int] = {}
    for pk, left_on in people.order_by().values_list("id", "left_on"):
        if pk in due or (left_on is not None and left_on < period):
            continue
        reason = "left" if left_on is not None and left_on <= day else "no_post"
        counts[reason] = counts.get(reason, 0) + 1
    return counts


def _units_of(chain: Chain, due: list[Due], cycle: Cycle) -> list[int]:
    """Units with somebody to grade; none where the framework has no sheet for units."""
    cards = {card.subject_group for card in spec_of(cycle.framework).scorecards}
    if SubjectGroup.UNIT.value not in cards:
        return []
    return sorted({chain.place(row.unit_id).unit_id for row in due})


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _finish(cycle: Cycle, result: OpeningResult, *, whole: bool, by: Actor | None) -> None:
    with recorded(by=by):
        if whole:
            Cycle.objects.filter(pk=cycle.pk, opened_at__isnull=True).update(
                opened_at=timezone.now(), excluded=result.excluded
            )
        if result.created or result.unit_sheets_created:
            tell_evaluators(cycle=cycle, by=by)
