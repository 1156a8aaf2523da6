"""Programmes of the year and units' own inspections as the API reads and writes them; units stand by their code."""

from typing import ClassVar

from rest_framework import serializers

from foundation.web.strict import StrictSerializer
from inspections.enums import Content, InspectionKind
from inspections.models import OwnCheck, Programme, ProgrammeItem
from inspections.selectors.programmes import further_of
from inspections.services.own_checks import MOST_UNITS


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)
    approved_by = serializers.CharField(source="approved_by.full_name", default="", read_only=True)

    class Meta:
        model = Programme
        fields: ClassVar[list[str]] = [
            "id", "number", "title", "year", "unit", "decided_on", "state", "created_by", "approved_by", "end_reason",
            "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class ProgrammeItemSerializer(serializers.ModelSerializer[ProgrammeItem]):
    programme = serializers.CharField(source="programme.number", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = ProgrammeItem
        fields: ClassVar[list[str]] = ["id", "programme", "number", "unit", "quarter", "contents", "note"]
        read_only_fields = fields


class OwnCheckSerializer(serializers.ModelSerializer[OwnCheck]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    checked = serializers.CharField(source="checked.code", read_only=True)
    further_units = serializers.SerializerMethodField()
    joint_with = serializers.CharField(source="joint_with.code", default=None, read_only=True)
    reported_by = serializers.CharField(source="reported_by.full_name", default="", read_only=True)
    settled_by = serializers.CharField(source="settled_by.full_name", default="", read_only=True)

    class Meta:
        model = OwnCheck
        fields: ClassVar[list[str]] = [
            "id", "unit", "checked", "further_units", "kind", "held_on", "findings", "result", "handling", "joint_with",
            "state", "return_reason", "reported_by", "reported_at", "settled_by", "row_version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_further_units(self, check: OwnCheck) -> list[str]:
        """Codes of the units looked at besides the first."""
        return [unit.code for unit in further_of(check)]


class ProgrammeBody(StrictSerializer):
    number = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=300)
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    unit = serializers.CharField(max_length=40)
    decided_on = serializers.DateField()


class ProgrammeItemBody(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    contents = serializers.ListField(child=serializers.ChoiceField(choices=Content.choices), max_length=20)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class OwnCheckBody(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    checked = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=InspectionKind.choices)
    held_on = serializers.DateField()
    findings = serializers.IntegerField(min_value=0, max_value=999)
    result = serializers.CharField(max_length=4000)
    handling = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    joint_code = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    further = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=MOST_UNITS
    )


class ProgrammeApproveBody(StrictSerializer):
    """No words are needed."""


class AggregateBody(StrictSerializer):
    """No words are needed."""


class OwnReasonBody(StrictSerializer):
    reason = serializers.CharField(max_length=300)
