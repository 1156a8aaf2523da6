"""The rows of an opening month: one chunk, one transaction; what exists already is left alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from cadres.enums import EmploymentKind, PositionKind
from evaluations.enums import SubjectGroup
from evaluations.models import Cycle, Evaluation, UnitCycle
from evaluations.selectors.chain import Chain, Due, Evaluators, Place
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from organization.models import Unit

CHUNK = 500
LOCK = 7302


@dataclass(frozen=True, slots=True)
class Made:
    created: int
    existing: int
    without_decider: int


def create_people(*, cycle: Cycle, chain: Chain, people: Sequence[Due], by: Actor | None) -> Made:
    """Sheets of these people, at most 500, in one transaction."""
    with recorded(by=by):
        _one_opener(cycle)
        ids = [row.person_id for row in people]
        known = set(
            Evaluation.objects.filter(cycle=cycle, person_id__in=ids, version=1).values_list("person_id", flat=True)
        )
        placed = [(row, chain.place(row.unit_id)) for row in people if row.person_id not in known]
        chosen = [(row, place, chain.of_person(row.person_id, place, row.kind)) for row, place in placed]
        months = _unit_cycles(cycle, chain, (item[2].unit_cycle_unit for item in chosen))
        Evaluation.objects.bulk_create([_sheet(cycle, chain, *item, months) for item in chosen])
        bare = sum(1 for item in chosen if item[2].decider is None)
        return Made(created=len(chosen), existing=len(known), without_decider=bare)


def create_units(*, cycle: Cycle, chain: Chain, unit_ids: Sequence[int], by: Actor | None) -> tuple[int, int]:
    """The units' own sheets and their months, at most 500; returns (created, existing)."""
    with recorded(by=by):
        _one_opener(cycle)
        known = set(
            Evaluation.objects.filter(cycle=cycle, unit_id__in=unit_ids, person__isnull=True, version=1).values_list(
                "unit_id", flat=True
            )
        )
        chosen = {unit: chain.of_unit(unit) for unit in unit_ids if unit not in known}
        above = (found.unit_cycle_unit for found in chosen.values())
        months = _unit_cycles(cycle, chain, {*unit_ids, *above})
        names = dict(Unit.objects.filter(pk__in=chosen).values_list("id", "search_key"))
        Evaluation.objects.bulk_create(
            [
                Evaluation(
                    cycle=cycle,
                    unit_cycle_id=months[found.unit_cycle_unit],
                    unit_id=unit,
                    subject_group=SubjectGroup.UNIT,
                    superior_id=found.superior,
                    decider_id=found.decider,
                    sort_key=names.get(unit, "")[:400],
                )
                for unit, found in chosen.items()
            ]
        )
        return len(chosen), len(known)


def subject_group(kind: str, employment_kind: str) -> SubjectGroup:
    """Leaders first, whatever their contract; then contract workers; all others are staff."""
    if kind != PositionKind.STAFF:
        return SubjectGroup.HEAD
    return SubjectGroup.CONTRACT if employment_kind == EmploymentKind.CONTRACT else SubjectGroup.STAFF


def _sheet(
    cycle: Cycle, chain: Chain, row: Due, place: Place, found: Evaluators, months: Mapping[int, int]
) -> Evaluation:
    kind = PositionKind.UNIT_HEAD if chain.is_unit_head(row.person_id, place, row.kind) else PositionKind(row.kind)
    return Evaluation(
        cycle=cycle,
        unit_cycle_id=months[found.unit_cycle_unit],
        person_id=row.person_id,
        unit_id=place.unit_id,
        division_id=place.division_id,
        post_title=row.title,
        position_kind=kind,
        subject_group=subject_group(kind, row.employment_kind),
        superior_id=found.superior,
        decider_id=found.decider,
        sort_key=row.sort_key,
    )


def _unit_cycles(cycle: Cycle, chain: Chain, units: Iterable[int]) -> dict[int, int]:
    """Keys of the units' months by unit; those missing are made."""
    wanted = set(units)
    rows = UnitCycle.objects.filter(cycle=cycle, unit_id__in=wanted)
    found = dict(rows.values_list("unit_id", "id"))
    missing = sorted(wanted - set(found))
    made = UnitCycle.objects.bulk_create(
        [UnitCycle(cycle=cycle, unit_id=unit, decider_id=chain.of_members(unit)) for unit in missing]
    )
    return found | {row.unit_id: row.pk for row in made}


def _one_opener(cycle: Cycle) -> None:
    """Two openers of one month take turns, chunk by chunk; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, cycle.pk])
