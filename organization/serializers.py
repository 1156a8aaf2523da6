"""How units and holidays look in the API; the fields are those of the access matrix."""

from rest_framework import serializers

from organization.models import Holiday, Unit


class UnitSerializer(serializers.ModelSerializer[Unit]):
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF types know a serializer's own `parent`
        source="parent.code", read_only=True, default=None
    )

    class Meta:
        model = Unit
        fields = (
            "id",
            "code",
            "name",
            "name_en",
            "short_name",
            "kind",
            "parent",
            "path",
            "valid_from",
            "valid_to",
            "row_version",
        )
        read_only_fields = fields


class HolidaySerializer(serializers.ModelSerializer[Holiday]):
    class Meta:
        model = Holiday
        fields = ("id", "date", "name", "is_workday", "verified", "source")
        read_only_fields = fields
