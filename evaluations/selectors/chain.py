"""Who evaluates whom on a day: units, heads and deputies read once, then answered from memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from cadres.enums import LEADING_KINDS, PositionKind, PostingKind
from cadres.models import Posting
from organization.enums import UnitKind
from organization.models import Unit

PREFERENCE = (PostingKind.PRIMARY, PostingKind.ACTING, PostingKind.CONCURRENT, PostingKind.SECONDED)
"""Of several heads of one unit the holder of the main post counts, then who acts for the post."""


@dataclass(frozen=True, slots=True)
class Place:
    """The unit that decides, and the division inside it (None: directly under the unit)."""

    unit_id: int
    division_id: int | None


@dataclass(frozen=True, slots=True)
class Evaluators:
    """`unit_cycle_unit` is the unit whose month holds the sheet; both persons None: nobody above has a head."""

    unit_cycle_unit: int
    superior: int | None
    decider: int | None


@dataclass(slots=True)
class Chain:
    """Parents and kinds of units, and who leads them on one day."""

    parents: dict[int, int | None] = field(default_factory=dict)
    divisions: frozenset[int] = frozenset()
    unit_heads: dict[int, int] = field(default_factory=dict)
    unit_deputies: dict[int, list[int]] = field(default_factory=dict)
    division_heads: dict[int, int] = field(default_factory=dict)

    def place(self, unit_id: int) -> Place:
        """The nearest unit above (or itself) that is no division."""
        division = unit_id if unit_id in self.divisions else None
        current: int | None = unit_id
        while current is not None and current in self.divisions:
            current = self.parents.get(current)
        return Place(unit_id if current is None else current, division)

    def unit_above(self, unit_id: int) -> int | None:
        """The deciding unit above this one."""
        parent = self.parents.get(unit_id)
        return None if parent is None else self.place(parent).unit_id

    def headed_above(self, unit_id: int, *, but: int | None = None) -> tuple[int, int] | None:
        """The nearest unit above that has a head (other than `but`), and that head."""
        above = self.unit_above(unit_id)
        while above is not None:
            head = self.unit_heads.get(above)
            if head is not None and head != but:
                return above, head
            above = self.unit_above(above)
        return None

    def of_members(self, unit_id: int) -> int | None:
        """Who decides on the members of a unit: its head, or where the post is empty the next head above."""
        if (head := self.unit_heads.get(unit_id)) is not None:
            return head
        found = self.headed_above(unit_id)
        return found[1] if found else None

    def of_unit(self, unit_id: int, *, head: int | None = None) -> Evaluators:
        """For the unit's own sheet and for its head's: the head of the unit above scores and decides."""
        head = self.unit_heads.get(unit_id) if head is None else head
        found = self.headed_above(unit_id, but=head)
        if found is None:
            above = self.unit_above(unit_id)
            return Evaluators(unit_id if above is None else above, None, None)
        return Evaluators(found[0], found[1], found[1])

    def of_person(self, person_id: int, place: Place, kind: str) -> Evaluators:
        """Superior and decider of one person in that place and post; nobody is the own superior."""
        if self.is_unit_head(person_id, place, kind):
            return self.of_unit(place.unit_id, head=person_id)
        decider = self.of_members(place.unit_id)
        superior = None if kind == PositionKind.UNIT_DEPUTY else self._superior(person_id, place)
        return Evaluators(place.unit_id, decider if superior is None else superior, decider)

    def is_unit_head(self, person_id: int, place: Place, kind: str) -> bool:
        return kind == PositionKind.UNIT_HEAD or self.unit_heads.get(place.unit_id) == person_id

    def _superior(self, person_id: int, place: Place) -> int | None:
        """The nearest division head above, else the deputy in charge when there is exactly one."""
        division = place.division_id
        while division is not None and division in self.divisions:
            head = self.division_heads.get(division)
            if head is not None and head != person_id:
                return head
            if head == person_id:
                break
            division = self.parents.get(division)
        deputies = [deputy for deputy in self.unit_deputies.get(place.unit_id, []) if deputy != person_id]
        return deputies[0] if len(deputies) == 1 else None


def chain_on(day: date) -> Chain:
    """The chain as the registry has it for that day: two queries, whatever the size."""
    chain = Chain()
    divisions: set[int] = set()
    for pk, parent, kind in Unit.objects.order_by().values_list("id", "parent_id", "kind"):
        chain.parents[pk] = parent
        if kind == UnitKind.DIVISION:
            divisions.add(pk)
    chain.divisions = frozenset(divisions)
    rows = in_force(day).filter(position__kind__in=LEADING_KINDS).order_by("valid_from", "id")
    leading = rows.values_list("person_id", "unit_id", "position__kind", "kind")
    for person, unit, kind, _posting in sorted(leading, key=lambda row: PREFERENCE.index(PostingKind(row[3]))):
        _lead(chain, person, unit, kind)
    return chain


def in_force(day: date) -> QuerySet[Posting]:
    """Postings held on that day."""
    return Posting.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def _lead(chain: Chain, person: int, unit: int, kind: str) -> None:
    place = chain.place(unit)
    if kind == PositionKind.UNIT_HEAD:
        chain.unit_heads.setdefault(place.unit_id, person)
    elif kind == PositionKind.UNIT_DEPUTY:
        listed = chain.unit_deputies.setdefault(place.unit_id, [])
        if person not in listed:
            listed.append(person)
    elif kind == PositionKind.DIVISION_HEAD and place.division_id is not None:
        chain.division_heads.setdefault(place.division_id, person)


@dataclass(frozen=True, slots=True)
class Due:
    """One person due for a sheet, with the post that counts."""

    person_id: int
    unit_id: int
    title: str
    kind: str
    employment_kind: str
    sort_key: str


def people_due(day: date, *, below: str | None = None) -> list[Due]:
    """Everybody with a main post on that day, or seconded (the receiving unit grades); `below` is a unit's path."""
    rows = in_force(day).filter(kind__in=[PostingKind.PRIMARY, PostingKind.SECONDED])
    found: dict[int, tuple[str, Due, str]] = {}
    for row in rows.order_by("person_id", "valid_from").values_list(
        "person_id", "unit_id", "position__name", "position__kind", "person__employment_kind", "person__sort_key",
        "kind", "unit__path",
    ):  # fmt: skip
        before = found.get(row[0])
        if before is None or row[6] == PostingKind.SECONDED:
            found[row[0]] = (row[6], Due(*row[:6]), row[7])
    return [due for _kind, due, path in found.values() if below is None or path.startswith(below)]


def batches(rows: Iterable[Due], size: int) -> Iterator[list[Due]]:
    batch: list[Due] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
