"""Which entries of the trail a sealed inspection left: veiled until it begins, or for a year where it never did."""

from functools import reduce
from operator import or_

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast, Now

from inspections.enums import SEALED, InspectionState
from inspections.models import Conflict, Duty, Inspection, Knower

UNDER: tuple[tuple[type[Model], str], ...] = (
    (Inspection, ""),
    (Knower, "inspection__"),
    (Duty, "inspection__"),
    (Conflict, "inspection__"),
)
"""Tables whose rows exist before the start, with the way to the inspection."""


def hidden(prefix: str = "") -> Q:
    """Rows of inspections that nobody but knowers may learn of, by the clock of the database."""
    silent = Q(**{f"{prefix}state": InspectionState.CANCELLED, f"{prefix}silent_until__gt": Now()})
    return Q(**{f"{prefix}state__in": SEALED}) | silent


def veiled_entries() -> Q:
    return reduce(or_, (_left_by(model, prefix) for model, prefix in UNDER))


def _left_by(model: type[Model], prefix: str) -> Q:
    keys = _keys(model, hidden(prefix))
    return Q(table_name=model._meta.db_table, row_key__in=keys) | Q(
        object_type=model._meta.label_lower, object_id__in=keys
    )


def _keys(model: type[Model], condition: Q) -> QuerySet[Model, str]:
    rows = model._default_manager.filter(condition).order_by()
    keys: QuerySet[Model, str] = rows.annotate(key=Cast("pk", CharField())).values_list("key", flat=True)
    return keys
