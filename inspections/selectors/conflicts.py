"""Facts for the check for conflicts, asked inside the seal: nobody but knowers is told what it found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from cadres.models import Person, Posting
from cadres.selectors.ties import relatives_of
from inspections.enums import ConflictGround
from inspections.models import Inspection
from inspections.rules.conflicts import Served, conflict_of
from inspections.rules.months import months_before
from organization.models import Unit


def ties_among(
    visits: Iterable[Inspection], person_id: int, *, on: date, months: int
) -> Iterator[tuple[Inspection, ConflictGround]]:
    """Which of these inspections the person may not take part in, with the ground; three queries for each unit."""
    found: dict[int, ConflictGround | None] = {}
    for visit in visits:
        if visit.unit_id not in found:
            found[visit.unit_id] = conflicts_with(visit.unit, [person_id], on=on, months=months).get(person_id)
        ground = found[visit.unit_id]
        if ground is not None:
            yield visit, ground


def conflicts_with(unit: Unit, person_ids: Iterable[int], *, on: date, months: int) -> dict[int, ConflictGround]:
    """Person -> ground, for those of these persons who may not inspect the unit on that day; three queries."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    since = months_before(on, months)
    served: dict[int, list[Served]] = defaultdict(list)
    posts = Posting.objects.filter(person_id__in=wanted, valid_from__lte=on).values_list(
        "person_id", "unit__path", "valid_to"
    )
    for person_id, path, until in posts:
        served[person_id].append(Served(path, until))
    kin = relatives_of(wanted, on=on)
    everybody = {relative for relatives in kin.values() for relative in relatives}
    places = dict(
        Person.objects.filter(pk__in=everybody, left_on__isnull=True, unit__isnull=False).values_list(
            "pk", "unit__path"
        )
    )
    found = {}
    for person_id in wanted:
        ground = conflict_of(
            target=unit.path,
            served=served[person_id],
            relatives_at=[places[relative] for relative in kin.get(person_id, ()) if relative in places],
            on=on,
            since=since,
        )
        if ground is not None:
            found[person_id] = ground
    return found
