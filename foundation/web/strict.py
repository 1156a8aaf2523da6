"""Refuses what nobody asked for: unknown keys in an API body and unknown parameters in its address."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PAGING = frozenset({"page", "page_size", "format"})
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


def only_parameters(request: Request, allowed: set[str], *, orders: Collection[str] = ()) -> None:
    """Raises a 400 for a query parameter that is neither in `allowed` nor one of paging, and for an unknown `sort`.

    Args:
        request: the call of a list.
        allowed: names of the list's filters.
        orders: values `sort` may have; without any there is no `sort`.
    """
    known = allowed | PAGING | ({"sort"} if orders else set())
    unknown = [key for key in request.query_params if key not in known]
    if unknown:
        raise ValidationError({key: [_("This parameter is not known.")] for key in unknown}, code=UNKNOWN)
    if any(value not in orders for value in request.query_params.getlist("sort")):
        raise ValidationError({"sort": [_("This order is not known.")]}, code=UNKNOWN)
