"""Which entries of the trail a sealed inspection left: veiled until it begins, or for a year where it never did."""

from functools import reduce
from operator import or_

from django.db.models import CharField, F, Func, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Now
from django.db.models.lookups import In

from foundation.audit.models import AuditEvent
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
    return reduce(or_, (_left_by(model, prefix) for model, prefix in UNDER)) | _refused()


def _refused() -> Q:
    """Attempts refused at the address of a hidden inspection: a 403 among them says that there is one."""
    names = Inspection._default_manager.filter(hidden()).order_by().values("public_id")
    first = Func(F("object_id"), Value("/"), Value(1), function="split_part", output_field=CharField())
    return Q(kind=AuditEvent.Kind.DENIED) & Q(In(first, names))


def _left_by(model: type[Model], prefix: str) -> Q:
    keys = _keys(model, hidden(prefix))
    return Q(table_name=model._meta.db_table, row_key__in=keys) | Q(
        object_type=model._meta.label_lower, object_id__in=keys
    )


def _keys(model: type[Model], condition: Q) -> QuerySet[Model, str]:
    rows = model._default_manager.filter(condition).order_by()
    keys: QuerySet[Model, str] = rows.annotate(key=Cast("pk", CharField())).values_list("key", flat=True)
    return keys
