"""How declared relatives and the planning list look in the API: what the matrix opens, protected fields in part."""

from typing import Any

from rest_framework import serializers

from cadres.enums import KinshipKind
from cadres.models import FamilyTie, PlanningEntry
from foundation.access import field_rights
from foundation.access.matrix import matrix
from foundation.web.strict import StrictSerializer

HIDDEN = "•••"


class FamilyTieSerializer(serializers.ModelSerializer[FamilyTie]):
    """No list has a protected field; a single row has a part of it, one's own all."""

    person = serializers.CharField(source="person.code", read_only=True)
    relative = serializers.CharField(source="relative.code", read_only=True, default=None)

    class Meta:
        model = FamilyTie
        fields = (
            "id", "person", "kind", "declared_on", "ended_on", "source",
            "relative_name", "relative_code", "relative", "row_version",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, tie: FamilyTie) -> dict[str, Any]:
        rights = field_rights(self.context["request"].user, tie)
        closed = matrix().policy_of(FamilyTie).protected if self.parent is not None else frozenset()
        shown: dict[str, Any] = {}
        for name, value in super().to_representation(tie).items():
            if name in closed:
                continue
            if name in rights.readable:
                shown[name] = value
            elif name in rights.masked:
                shown[name] = HIDDEN
        return shown


class RevealedTieSerializer(serializers.Serializer[Any]):
    relative_name = serializers.CharField()
    relative_code = serializers.CharField()


class TieCreateSerializer(StrictSerializer):
    person = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=KinshipKind.choices)
    relative_name = serializers.CharField(max_length=120)
    relative_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class EndSerializer(StrictSerializer):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    row_version = serializers.IntegerField(min_value=1, required=False)


class PlanningSerializer(serializers.ModelSerializer[PlanningEntry]):
    person = serializers.CharField(source="person.code", read_only=True)

    class Meta:
        model = PlanningEntry
        fields = (
            "id", "person", "position", "post_text", "term", "entered_on", "ended_on", "decision_number",
            "exception_document", "exception_document_date", "row_version",
        )  # fmt: skip
        read_only_fields = fields


class PlanningCreateSerializer(StrictSerializer):
    person = serializers.CharField(max_length=20)
    position = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    post_text = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    term = serializers.CharField(max_length=40)
    entered_on = serializers.DateField()
    decision_number = serializers.CharField(max_length=80)
    exception_document = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    exception_document_date = serializers.DateField(required=False, allow_null=True, default=None)
