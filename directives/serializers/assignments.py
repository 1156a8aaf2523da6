"""Assignments as the API writes and reads them."""

from typing import ClassVar

from rest_framework import serializers

from directives.enums import AssignmentKind, Authority
from directives.models import Assignment
from foundation.files.serializers import NewProofBody, UploadBody
from foundation.web.strict import StrictSerializer


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    person = serializers.CharField(source="person.code", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    given_by = serializers.CharField(source="given_by.full_name", default="", read_only=True)

    class Meta:
        model = Assignment
        fields: ClassVar[list[str]] = [
            "id", "code", "person", "person_name", "unit", "title", "responsibility", "product", "assigned_on",
            "due_on", "first_due_on", "times_extended", "kind", "authority", "delegation_number", "delegation_on",
            "delegation_from", "delegation_until", "done_on", "quality_faults", "objective_cause", "result_note",
            "state", "recorded_by_self", "given_by", "created_at", "row_version",
        ]  # fmt: skip


class MandateSerializer(StrictSerializer):
    """The class of a task and the authority it is decided by."""

    kind = serializers.ChoiceField(choices=AssignmentKind.choices, required=False)
    authority = serializers.ChoiceField(choices=Authority.choices, required=False)
    delegation_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    delegation_on = serializers.DateField(required=False, allow_null=True)
    delegation_from = serializers.CharField(max_length=200, required=False, allow_blank=True)
    delegation_until = serializers.DateField(required=False, allow_null=True)
    day_off_confirmed = serializers.BooleanField(required=False)


class AssignSerializer(MandateSerializer):
    person = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=300)
    responsibility = serializers.CharField(max_length=300)
    product = serializers.CharField(max_length=300)
    assigned_on = serializers.DateField()
    due_on = serializers.DateField()


class OwnSerializer(StrictSerializer):
    title = serializers.CharField(max_length=300)
    responsibility = serializers.CharField(max_length=300)
    product = serializers.CharField(max_length=300)
    assigned_on = serializers.DateField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(required=False, allow_null=True)
    day_off_confirmed = serializers.BooleanField(required=False)


class EditSerializer(MandateSerializer):
    title = serializers.CharField(max_length=300, required=False)
    responsibility = serializers.CharField(max_length=300, required=False)
    product = serializers.CharField(max_length=300, required=False)
    due_on = serializers.DateField(required=False)
    result_note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    quality_faults = serializers.IntegerField(min_value=0, max_value=99, required=False)
    row_version = serializers.IntegerField(required=False)


class FinishSerializer(StrictSerializer):
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=1000)


class NewProofSerializer(StrictSerializer, NewProofBody):
    """A file under a new number."""


class ProofVersionSerializer(StrictSerializer, UploadBody):
    """A better file under the same number."""
