"""Figures of units as the API reads and writes them."""

from typing import ClassVar

from rest_framework import serializers

from directives.enums import MeasureSpan
from directives.models import MeasureKind, MeasureValue
from foundation.web.strict import StrictSerializer


class MeasureKindSerializer(serializers.ModelSerializer[MeasureKind]):
    class Meta:
        model = MeasureKind
        fields: ClassVar[list[str]] = ["code", "number", "name_vi", "name_en", "unit_of", "higher_is_better", "note"]


class MeasureSerializer(serializers.ModelSerializer[MeasureValue]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    kind = serializers.CharField(source="kind.code", read_only=True)
    entered_by = serializers.CharField(source="entered_by.full_name", default="", read_only=True)

    class Meta:
        model = MeasureValue
        fields: ClassVar[list[str]] = [
            "id", "unit", "kind", "span", "period", "value", "source", "note", "entered_by", "entered_at",
            "row_version",
        ]  # fmt: skip


class FigureSerializer(StrictSerializer):
    kind = serializers.CharField(max_length=40)
    value = serializers.DecimalField(max_digits=12, decimal_places=2)
    row_version = serializers.IntegerField(required=False, min_value=0)


class FiguresSerializer(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    period = serializers.DateField()
    span = serializers.ChoiceField(choices=MeasureSpan.choices, default=MeasureSpan.MONTH)
    figures = FigureSerializer(many=True, allow_empty=False)
