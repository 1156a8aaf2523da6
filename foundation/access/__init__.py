"""Who may do what: the only place that answers, always from accounts/matrix.yaml."""

from foundation.access.decide import (
    FieldRights,
    allows,
    field_rights,
    fields_always_readable,
    open_fields,
    read_logged,
    readable_fields,
    require,
)
from foundation.access.filters import field_condition, visible_field, visible_to

__all__ = [
    "FieldRights",
    "allows",
    "field_condition",
    "field_rights",
    "fields_always_readable",
    "open_fields",
    "read_logged",
    "readable_fields",
    "require",
    "visible_field",
    "visible_to",
]
