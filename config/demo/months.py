"""The closed months: opened by the ordinary services, then taken through every step in bulk."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from accounts.selectors.people import accounts_of_people
from cadres.models import Absence
from config.demo import words
from config.demo.bulk import update_each
from config.demo.sheets import Filled, fill, stored
from evaluations.enums import EvaluationState, SubjectGroup, UnitCycleState
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.rules.proposal import after_quota
from evaluations.rules.quota import Member, quota_for
from evaluations.rules.spec import FrameworkSpec
from evaluations.rules.timetable import cutoff, last_day, step_dates
from evaluations.rules.worked_days import AbsenceSpan, EmploymentSpan, worked_days
from evaluations.selectors.chain import batches, chain_on, people_due
from evaluations.selectors.frameworks import framework_for, spec_of
from evaluations.selectors.timetable import steps_to_json
from evaluations.services.sheet_rows import CHUNK, create_people, create_units
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.web.clock import HANOI
from organization.rules.calendar import WorkingCalendar, working_days_in

S = EvaluationState


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HANOI)


def close_month(
    *,
    period: date,
    calendar: WorkingCalendar,
    ability: Mapping[int, float],
    joined: Mapping[int, date],
    seed: int,
    published_late: Mapping[int, date] | None = None,
    detailed: bool = True,
) -> bool:
    """One month from its opening to publication; False when it exists already.

    Args:
        ability: of each person, from 0 to 1; it decides the scores.
        joined: first day of each person in the present service.
        published_late: units that published on a later day than the rest.
        detailed: sheets with a superior below the decider also pass through PROPOSED; older months skip it.
    """
    if Cycle.objects.filter(period=period).exists():
        return False
    with recorded(by=None, source="command"):
        cycle = _open(period, calendar)
        spec = spec_of(cycle.framework)
        sheets = list(Evaluation.objects.filter(cycle=cycle).order_by("id"))
        decided = [sheet for sheet in sheets if sheet.decider_id is not None]
        filled = _fill_all(decided, spec, period, calendar, ability, joined, Random(f"{seed} {period}"))  # noqa: S311  invented data, no secret
        _advance(cycle, decided, filled, spec, dict(published_late or {}), detailed=detailed)
        Evaluation.objects.filter(cycle=cycle, state=S.DRAFT).update(state=S.EXPIRED, row_version=2)
        move(cycle, "close", by=None, changes={"closed_at": moment(last_day(period) + timedelta(days=12), 8)})
    return True


def _open(period: date, calendar: WorkingCalendar) -> Cycle:
    framework = framework_for(period)
    assert framework is not None  # seed.py loads the frameworks first
    steps = steps_to_json(step_dates(spec_of(framework), period, calendar))
    cycle = Cycle.objects.create(
        framework=framework, period=period, steps=steps,
        expected_days=len(working_days_in(period, last_day(period), calendar)),
        opened_at=moment(date.fromisoformat(steps["SELF"]["opens"]), 0),
    )  # fmt: skip
    move(cycle, "open", by=None)
    day = cutoff(period, calendar)
    chain, due = chain_on(day), people_due(day)
    create_units(cycle=cycle, chain=chain, by=None, unit_ids=sorted({chain.place(row.unit_id).unit_id for row in due}))
    for batch in batches(due, CHUNK):
        create_people(cycle=cycle, chain=chain, people=batch, by=None)
    return cycle


def _fill_all(
    sheets: Sequence[Evaluation], spec: FrameworkSpec, period: date, calendar: WorkingCalendar,
    ability: Mapping[int, float], joined: Mapping[int, date], chance: Random,
) -> dict[int, Filled]:  # fmt: skip
    """Contents of every sheet, the units first: a head never stands above the unit."""
    absences: dict[int, list[AbsenceSpan]] = {}
    for absence in Absence.objects.filter(starts_on__lte=last_day(period), ends_on__gte=period, cancelled=False):
        absences.setdefault(absence.person_id, []).append(AbsenceSpan(absence.starts_on, absence.ends_on))
    whole = worked_days(period, calendar, ())
    filled: dict[int, Filled] = {}
    unit_grades: dict[int, str] = {}
    for sheet in sorted(sheets, key=lambda row: row.subject_group != SubjectGroup.UNIT):
        person = sheet.person_id
        if person is None:
            level, worked = chance.gauss(0.72, 0.1), None
        else:
            level, worked = ability.get(person, 0.6) + chance.gauss(0, 0.12), whole
            if person in absences or joined.get(person, period) > period:
                worked = worked_days(
                    period, calendar, absences.get(person, ()), [EmploymentSpan(joined.get(person, period))]
                )
            draw = chance.random()
            level -= 2.2 if draw < 0.003 else 0.9 if draw < 0.03 else 0  # a very bad, a bad month
        row = fill(
            pk=sheet.pk, spec=spec, group=sheet.subject_group, ability=min(1.0, max(-1.6, level)), worked=worked,
            is_unit_head=sheet.position_kind == "unit_head", unit_grade=unit_grades.get(sheet.unit_id), chance=chance,
        )  # fmt: skip
        if person is None:
            unit_grades[sheet.unit_id] = row.grade
        filled[sheet.pk] = row
    return filled


def _advance(
    cycle: Cycle, sheets: Sequence[Evaluation], filled: Mapping[int, Filled], spec: FrameworkSpec,
    late: Mapping[int, date], *, detailed: bool,
) -> None:  # fmt: skip
    """Every sheet step by step, as the transition table asks; then the months of the units."""
    period, steps = cycle.period, cycle.steps
    table = Evaluation._meta.db_table
    months = dict(UnitCycle.objects.filter(cycle=cycle).values_list("id", "unit_id"))
    units = {sheet.pk: months[sheet.unit_cycle_id] for sheet in sheets}
    rows = [filled[sheet.pk] for sheet in sheets]
    own_day = date.fromisoformat(steps["SELF"]["due"])
    decide_day = date.fromisoformat(steps["DECIDE"]["due"])
    quotas = _apply_quota(sheets, filled, spec, Random(f"decisions {period}"))  # noqa: S311  invented data, no secret
    update_each(
        table, [row.pk for row in rows],
        {
            "scores": ("jsonb", [json.dumps({"self": row.own} if row.own else {}) for row in rows]),
            "self_total": ("numeric", [row.own_total for row in rows]),
            "self_submitted_at": (
                "timestamptz", [moment(own_day, 9 + row.pk % 8) if row.own else None for row in rows]
            ),
            "self_missing": ("boolean", [not row.own and row.group != SubjectGroup.UNIT for row in rows]),
            "self_note": ("text", [words.NOTES[row.pk % 3] if row.own and row.pk % 5 == 0 else "" for row in rows]),
        },
        {"state": S.SELF_SUBMITTED},
    )  # fmt: skip
    update_each(
        table, [row.pk for row in rows],
        {
            "scores": ("jsonb", [json.dumps(stored(row)) for row in rows]),
            "total": ("numeric", [row.total for row in rows]),
            "worked_days": ("numeric", [row.worked for row in rows]),
            "proposed_grade": ("text", [row.proposed for row in rows]),
            "proposal": ("jsonb", [json.dumps(row.proposal.to_json()) for row in rows]),
            "scored_by_id": ("bigint", [sheet.superior_id for sheet in sheets]),
            "superior_opened_at": ("timestamptz", [moment(own_day + timedelta(days=1), 8) for _row in rows]),
        },
        {"state": S.SUPERIOR_DONE},
    )  # fmt: skip
    apart = [sheet.pk for sheet in sheets if sheet.superior_id != sheet.decider_id]
    if apart and detailed:
        update_each(table, apart, {}, {"state": S.PROPOSED})
    users = accounts_of_people({sheet.decider_id for sheet in sheets if sheet.decider_id})
    deciders = {sheet.pk: users[sheet.decider_id].pk for sheet in sheets if sheet.decider_id in users}
    update_each(
        table, [row.pk for row in rows],
        {
            "grade": ("text", [row.grade for row in rows]),
            "departure_reason": ("text", [row.reason for row in rows]),
            "decided_by_id": ("bigint", [deciders.get(row.pk) for row in rows]),
        },
        {"state": S.DECIDED, "decided_at": moment(decide_day, 15)},
    )  # fmt: skip
    next_day = decide_day + timedelta(days=1)
    update_each(
        table, [row.pk for row in rows],
        {"published_at": ("timestamptz", [moment(late.get(units[row.pk], next_day), 9) for row in rows])},
        {"state": S.PUBLISHED},
    )  # fmt: skip
    _advance_units(cycle, quotas, decide_day, late)


def _apply_quota(
    sheets: Sequence[Evaluation], filled: Mapping[int, Filled], spec: FrameworkSpec, chance: Random
) -> dict[int, object]:
    """The limit on A of each unit's month, and a decision that departs from the proposal here and there."""
    quota = spec.quota("A")
    by_month: dict[int, list[Evaluation]] = {}
    for sheet in sheets:
        by_month.setdefault(sheet.unit_cycle_id, []).append(sheet)
    explained: dict[int, object] = {}
    for month, members in by_month.items():
        if quota is not None:
            standing = quota_for(quota, [_member(sheet, filled[sheet.pk]) for sheet in members])
            explained[month] = [standing.explanation.to_json() | {"holders": standing.holders}]
            inside = set(standing.inside) | set(sorted(standing.tied)[: standing.places_for_tied])
            for sheet in members:
                row, key = filled[sheet.pk], str(sheet.pk)
                if key in standing.over or (key in standing.tied and key not in inside):
                    row.proposal = after_quota(row.proposal, key, quota, standing)
                    if key in standing.tied:
                        row.departs, row.reason = "B", "Bằng điểm ở suất cuối, tập thể chọn người khác."
        for sheet in members:
            row = filled[sheet.pk]
            if not row.departs and row.grade == "B" and sheet.person_id and chance.random() < 0.008:
                row.departs, row.reason = "C", chance.choice(words.DEPARTURES)
    return explained


def _member(sheet: Evaluation, row: Filled) -> Member:
    return Member(
        key=str(sheet.pk), grade=None if row.proposal.not_graded else row.grade, total=row.total,
        results_points=row.results, subject_group=sheet.subject_group,
        is_unit_head=sheet.position_kind == "unit_head", pool=str(sheet.unit_cycle_id),
    )  # fmt: skip


def _advance_units(cycle: Cycle, quotas: Mapping[int, object], day: date, late: Mapping[int, date]) -> None:
    months = list(UnitCycle.objects.filter(cycle=cycle, decider__isnull=False, pk__in=quotas))
    users = accounts_of_people({month.decider_id for month in months if month.decider_id})
    keys = [month.pk for month in months]
    who = [users[month.decider_id].pk if month.decider_id in users else None for month in months]
    update_each(
        UnitCycle._meta.db_table, keys,
        {"decided_by_id": ("bigint", who), "quota": ("jsonb", [json.dumps(quotas[key]) for key in keys])},
        {"state": UnitCycleState.DECIDED, "decided_at": moment(day, 15)},
    )  # fmt: skip
    update_each(
        UnitCycle._meta.db_table, keys,
        {
            "published_by_id": ("bigint", who),
            "published_at": (
                "timestamptz", [moment(late.get(month.unit_id, day + timedelta(days=1)), 9) for month in months]
            ),
        },
        {"state": UnitCycleState.PUBLISHED},
    )  # fmt: skip
    for key in keys:
        record_event(
            table=UnitCycle._meta.db_table, object_type="evaluations.unitcycle", object_id=key,
            name="unit_cycle.publish", details={"from": UnitCycleState.DECIDED, "to": UnitCycleState.PUBLISHED},
        )  # fmt: skip
    UnitCycle.objects.filter(cycle=cycle, state=UnitCycleState.OPEN).update(state=UnitCycleState.EXPIRED, row_version=2)
