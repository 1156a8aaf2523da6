"""Declared relatives: read from both sides for checks of conflict, and listed for who may see them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from cadres.models import FamilyTie


def relatives_of(person_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Relatives of each of these people among the people of the registry, whoever of the two declared it.

    One query whatever their number; everybody asked for has a key. A tie counts until its last day, and also on days
    before it was declared: kinship is older than its declaration.
    """
    wanted = set(person_ids)
    found: dict[int, set[int]] = {key: set() for key in wanted}
    in_force = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    rows = FamilyTie.objects.filter(in_force, relative__isnull=False).order_by()
    pairs = rows.filter(Q(person_id__in=wanted) | Q(relative_id__in=wanted)).values_list("person_id", "relative_id")
    for person, relative in pairs:
        for one, other in ((person, relative), (relative, person)):
            if one in found and other is not None:
                found[one].add(other)
    return found
