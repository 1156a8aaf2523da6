"""What one reader may see of an entry's payload: values the matrix does not open stay hidden, their names do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Model

from foundation.access import FieldRights, open_fields
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent

HIDDEN = "***"
"""Stands for a value that is not shown; the trail itself stores the same for secrets."""
ALWAYS = frozenset({"id", "row_version", "state"})
"""Columns that say where a row stands and nothing about anybody."""
SAFE_FACTS = frozenset(
    {"from", "to", "rows", "people", "filters", "format", "mark", "made_at", "status", "method", "keys", "field"}
)
"""Facts of events that name counts, states and keys, never contents."""
ACCESS_KINDS = (AuditEvent.Kind.READ, AuditEvent.Kind.DENIED)


@dataclass(frozen=True, slots=True)
class Payload:
    """The parts of an entry as its reader may see them; None where the entry has no such part."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    details: dict[str, Any] | None
    reason: str


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


def model_of(event: AuditEvent) -> type[Model] | None:
    """The model of the row the entry is about, if there still is one."""
    if event.table_name in _tables():
        return _tables()[event.table_name]
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):
        return None


def payload_of(user: Any, event: AuditEvent) -> Payload:
    """The entry's payload with everything hidden that this reader may not see of such a row.

    Only rules for the whole city count, in the state the image is in: an image is no row whose place could be asked.
    """
    model = model_of(event)
    state = (event.after or {}).get("state")
    rights = open_fields(user, model, state) if model is not None else FieldRights(frozenset(), frozenset())
    whole = event.kind in ACCESS_KINDS or (model is not None and _opens_everything(rights, model))
    return Payload(
        before=_image(event.before, model, rights),
        after=_image(event.after, model, rights),
        details=_facts(event.details, whole),
        reason=event.reason if whole or not event.reason else HIDDEN,
    )


def _opens_everything(rights: FieldRights, model: type[Model]) -> bool:
    """Whether no field the matrix names of this model is closed to the reader: free text about it may be read too."""
    policy = matrix().by_model.get(model._meta.label)
    return policy is not None and rights.readable >= frozenset[str]().union(*policy.field_groups.values())


def _image(image: Mapping[str, Any] | None, model: type[Model] | None, rights: FieldRights) -> dict[str, Any] | None:
    if image is None:
        return None
    names = {field.column: field.name for field in model._meta.concrete_fields} if model is not None else {}
    return {column: _value(column, names.get(column, column), value, rights) for column, value in image.items()}


def _value(column: str, name: str, value: Any, rights: FieldRights) -> Any:
    if column in ALWAYS or name in rights.readable or value is None:
        return value
    if name in rights.masked:
        text = str(value)
        return text[:4] if name == "birth_date" else "•" * max(0, len(text) - 3) + text[-3:]
    return HIDDEN


def _facts(details: Mapping[str, Any] | None, whole: bool) -> dict[str, Any] | None:
    if details is None:
        return None
    return {name: value if whole or name in SAFE_FACTS else HIDDEN for name, value in details.items()}
