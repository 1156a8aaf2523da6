"""Who holds which post on a day: heads, deputies, units of people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from cadres.enums import PositionKind, PostingKind
from cadres.models import Person, Posting
from organization.enums import UnitKind
from organization.models import Unit

HELD_KINDS = (PostingKind.PRIMARY, PostingKind.CONCURRENT, PostingKind.ACTING)


def in_force(on: date) -> Q:
    """Postings that cover the day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def postings_in_force(*, on: date) -> QuerySet[Posting]:
    return Posting.objects.filter(in_force(on)).select_related("person", "unit", "position")


def primary_in_force(*, person: Person, on: date) -> Posting | None:
    """The main post of a person on a day."""
    found = postings_in_force(on=on).filter(person=person, kind=PostingKind.PRIMARY)
    return found.first()


def primary_of_people(person_ids: Iterable[int], on: date) -> dict[int, Posting]:
    """Main post of each of these people on a day, in one query."""
    found = postings_in_force(on=on).filter(person_id__in=list(person_ids), kind=PostingKind.PRIMARY)
    return {posting.person_id: posting for posting in found}


def overlapping(*, person: Person, first: date, last: date | None) -> list[Posting]:
    """Everything the person holds on some day from `first` to `last` (None: for ever)."""
    rows = Posting.objects.filter(person=person).exclude(valid_to__lt=first)
    if last is not None:
        rows = rows.filter(valid_from__lte=last)
    return list(rows.select_related("unit", "position").order_by("valid_from", "id"))


def unit_of(person: Person | int, on: date) -> Unit | None:
    """Unit of the main post on a day."""
    key = person if isinstance(person, int) else person.pk
    posting = (
        Posting.objects.filter(in_force(on), person_id=key, kind=PostingKind.PRIMARY).select_related("unit").first()
    )
    return posting.unit if posting else None


def heads_of(unit: Unit, on: date) -> QuerySet[Posting]:
    """Postings of those who head this unit on a day: main post first, then acting, then concurrent."""
    return _leading(on, _head_kind(unit)).filter(unit=unit)


def head_of(unit: Unit, on: date) -> Person | None:
    """The head of this unit on a day, or who acts as head; None when nobody does."""
    posting = heads_of(unit, on).first()
    return posting.person if posting else None


def heads_of_units(units: Iterable[Unit], on: date) -> dict[int, Person]:
    """Head of each of these units on a day, by the key of the unit, in one query."""
    wanted = {unit.pk: _head_kind(unit) for unit in units}
    heads: dict[int, Person] = {}
    for posting in _leading(on, PositionKind.UNIT_HEAD, PositionKind.DIVISION_HEAD).filter(unit_id__in=list(wanted)):
        if posting.position.kind == wanted[posting.unit_id]:
            heads.setdefault(posting.unit_id, posting.person)
    return heads


def deputies(unit: Unit, on: date) -> QuerySet[Posting]:
    """Postings of the deputies of this unit on a day, longest in post first."""
    division = unit.kind == UnitKind.DIVISION
    return _leading(on, PositionKind.DIVISION_DEPUTY if division else PositionKind.UNIT_DEPUTY).filter(unit=unit)


def acting(unit: Unit, on: date) -> QuerySet[Posting]:
    """Acting postings in this unit on a day."""
    return postings_in_force(on=on).filter(unit=unit, kind=PostingKind.ACTING).order_by("valid_from", "id")


def serving_in(unit: Unit, on: date) -> QuerySet[Posting]:
    """Main postings in this unit and everything below it on a day."""
    return postings_in_force(on=on).filter(unit__path__startswith=unit.path, kind=PostingKind.PRIMARY)


def _head_kind(unit: Unit) -> str:
    return PositionKind.DIVISION_HEAD if unit.kind == UnitKind.DIVISION else PositionKind.UNIT_HEAD


def _leading(on: date, *kinds: str) -> QuerySet[Posting]:
    places = [
        When(kind=kind, then=Value(place)) for place, kind in enumerate((PostingKind.PRIMARY, PostingKind.ACTING))
    ]
    weight = Case(*places, default=Value(2), output_field=IntegerField())
    return (
        postings_in_force(on=on)
        .filter(position__kind__in=kinds, kind__in=HELD_KINDS)
        .order_by(weight, "valid_from", "id")
    )
