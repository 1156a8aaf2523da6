"""Refuses what nobody asked for: unknown keys in an API body and unknown parameters in its address."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PAGING = frozenset({"page", "page_size", "format", "sort"})
UNKNOWN = "unknown_field"


class StrictSerializer(serializers.Serializer):  # type: ignore[type-arg]  # also mixed into ModelSerializers
    """Put first among the bases: a key that is no field, or one that is read-only, is an error of that key."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [key for key in data if key not in writable]
            if unknown:
                raise ValidationError(
                    {str(key): [_("This field is not known or cannot be set.")] for key in unknown}, code=UNKNOWN
                )
        return super().to_internal_value(data)


def only_parameters(request: Request, allowed: set[str]) -> None:
    """Raises a 400 for a query parameter that is neither in `allowed` nor one of paging."""
    unknown = [key for key in request.query_params if key not in allowed | PAGING]
    if unknown:
        raise ValidationError({key: [_("This parameter is not known.")] for key in unknown})
