"""Functions, working regulations and commendations as the API reads and writes them."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from directives.enums import CommendationKind, FunctionPart, ReviewResult
from directives.models import Commendation, Function, FunctionHolding, RegulationReview, WorkingRegulation
from foundation.web.strict import StrictSerializer


class HoldingSerializer(serializers.ModelSerializer[FunctionHolding]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    document = serializers.CharField(source="document.code", default="", read_only=True)

    class Meta:
        model = FunctionHolding
        fields: ClassVar[list[str]] = [
            "id", "unit", "part", "valid_from", "valid_to", "document", "basis", "row_version",
        ]  # fmt: skip


class FunctionSerializer(serializers.ModelSerializer[Function]):
    document = serializers.CharField(source="document.code", default="", read_only=True)
    holdings = HoldingSerializer(many=True, read_only=True)

    class Meta:
        model = Function
        fields: ClassVar[list[str]] = [
            "id",
            "code",
            "name",
            "document",
            "one_lead",
            "note",
            "holdings",
            "created_by",
            "row_version",
        ]


class FunctionBody(StrictSerializer):
    name = serializers.CharField(max_length=300)
    document = serializers.CharField(max_length=30, required=False, allow_blank=True)
    one_lead = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class FunctionEditBody(StrictSerializer):
    name = serializers.CharField(max_length=300, required=False)
    document = serializers.CharField(max_length=30, required=False, allow_blank=True)
    one_lead = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    row_version = serializers.IntegerField(required=False)


class HoldBody(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    part = serializers.ChoiceField(choices=FunctionPart.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)
    document = serializers.CharField(max_length=30, required=False, allow_blank=True)
    basis = serializers.CharField(max_length=200, required=False, allow_blank=True)


class EndBody(StrictSerializer):
    valid_to = serializers.DateField()
    row_version = serializers.IntegerField(required=False)


class QuestionsBody(serializers.Serializer[Any]):
    """Codes; lists of functions are cut at 100, units and counts are whole."""

    overlaps = serializers.ListField(child=serializers.CharField())
    overlap_count = serializers.IntegerField()
    alike = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    alike_count = serializers.IntegerField()
    gaps = serializers.ListField(child=serializers.CharField())
    gap_count = serializers.IntegerField()
    idle = serializers.ListField(child=serializers.CharField())
    idle_count = serializers.IntegerField()


class ReviewSerializer(serializers.ModelSerializer[RegulationReview]):
    by = serializers.CharField(source="by.full_name", default="", read_only=True)

    class Meta:
        model = RegulationReview
        fields: ClassVar[list[str]] = ["id", "reviewed_on", "result", "text", "next_review_on", "by", "at"]


class RegulationSerializer(serializers.ModelSerializer[WorkingRegulation]):
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = WorkingRegulation
        fields: ClassVar[list[str]] = [
            "id", "unit", "number", "issued_on", "ended_on", "next_review_on", "note", "created_by", "row_version",
        ]  # fmt: skip


class IssueBody(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=60)
    issued_on = serializers.DateField()
    next_review_on = serializers.DateField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class RegulationEditBody(StrictSerializer):
    number = serializers.CharField(max_length=60, required=False)
    issued_on = serializers.DateField(required=False)
    next_review_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    row_version = serializers.IntegerField(required=False)


class ReviewBody(StrictSerializer):
    reviewed_on = serializers.DateField()
    result = serializers.ChoiceField(choices=ReviewResult.choices)
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    next_review_on = serializers.DateField()
    row_version = serializers.IntegerField(required=False)


class CommendationSerializer(serializers.ModelSerializer[Commendation]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    undertaking = serializers.CharField(source="undertaking.code", default="", read_only=True)
    people = serializers.SerializerMethodField()

    class Meta:
        model = Commendation
        fields: ClassVar[list[str]] = [
            "id", "code", "kind", "title", "description", "unit", "unit_itself", "people", "undertaking", "number",
            "issuer", "decided_on", "created_at", "created_by", "row_version",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_people(self, row: Commendation) -> list[str]:
        return [one.person.code for one in row.named.all()]


class CommendBody(StrictSerializer):
    kind = serializers.ChoiceField(choices=CommendationKind.choices)
    title = serializers.CharField(max_length=300)
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True)
    unit = serializers.CharField(max_length=40)
    unit_itself = serializers.BooleanField(default=False)
    people = serializers.ListField(child=serializers.CharField(max_length=20), max_length=200, default=list)
    undertaking = serializers.CharField(max_length=20, required=False, allow_blank=True)
    number = serializers.CharField(max_length=60)
    issuer = serializers.CharField(max_length=160)
    decided_on = serializers.DateField()


class CommendationEditBody(StrictSerializer):
    title = serializers.CharField(max_length=300, required=False)
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True)
    unit_itself = serializers.BooleanField(required=False)
    people = serializers.ListField(child=serializers.CharField(max_length=20), max_length=200, required=False)
    undertaking = serializers.CharField(max_length=20, required=False, allow_blank=True)
    number = serializers.CharField(max_length=60, required=False)
    issuer = serializers.CharField(max_length=160, required=False)
    decided_on = serializers.DateField(required=False)
    row_version = serializers.IntegerField(required=False)
