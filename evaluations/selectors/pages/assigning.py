"""Who may be named to decide or to score: those who lead the unit or one above, and whoever the search finds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cadres.enums import LEADING_KINDS
from cadres.models import Person
from cadres.rules.names import search_key
from evaluations.models import Evaluation, UnitCycle
from evaluations.selectors.chain import in_force
from evaluations.states import UNDECIDED_STATES
from foundation.access import visible_to

MOST = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    code: str
    name: str
    post: str
    unit: str


def candidates(user: Any, month: UnitCycle, *, text: str, on: date) -> list[Candidate]:
    """Found by name or code where something was asked, else the leading people of the unit and of those above."""
    people = visible_to(user, Person.objects.filter(left_on__isnull=True))
    if text.strip():
        asked = text.strip()[:80]
        found = people.filter(Q(search_key__contains=search_key(asked)) | Q(code__iexact=asked))
        posts = in_force(on).filter(person__in=found[: MOST * 3])
    else:
        parts = month.unit.path.split(".")[:-1]
        above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
        posts = in_force(on).filter(position__kind__in=LEADING_KINDS, unit__path__in=above, person__in=people)
    rows = posts.select_related("person", "position", "unit").order_by("-unit__path", "person__sort_key", "kind")
    listed: dict[int, Candidate] = {}
    for row in rows[: MOST * 3]:
        person = row.person
        listed.setdefault(person.pk, Candidate(person.code, person.full_name, row.position.name, row.unit.name))
    return list(listed.values())[:MOST]


def person_named(user: Any, code: str) -> Person | None:
    """The person of this code in the reader's reach."""
    return visible_to(user, Person.objects.filter(left_on__isnull=True)).filter(code=code).first()


def superiors_of(month: UnitCycle) -> list[tuple[str, str, int]]:
    """Who scores open sheets of the unit's month: code, name, number of sheets."""
    rows = Evaluation.objects.filter(unit_cycle=month, superior__isnull=False, state__in=UNDECIDED_STATES)
    counts: dict[tuple[str, str], int] = {}
    for code, name in rows.order_by("superior__sort_key").values_list("superior__code", "superior__full_name"):
        counts[(code, name)] = counts.get((code, name), 0) + 1
    return [(code, name, count) for (code, name), count in counts.items()]
