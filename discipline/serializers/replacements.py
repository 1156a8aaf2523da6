"""Replacements as the API reads and writes them: of each row the fields the matrix opens to the reader."""

from typing import Any, ClassVar

from rest_framework import serializers

from discipline.enums import Replacing
from discipline.models import Replacement
from foundation.access import readable_fields
from foundation.web.strict import StrictSerializer


class ReplacementSerializer(serializers.ModelSerializer[Replacement]):
    person = serializers.CharField(source="person.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.full_name", default="", read_only=True)
    decided_by = serializers.CharField(source="decided_by.full_name", default="", read_only=True)

    class Meta:
        model = Replacement
        fields: ClassVar[list[str]] = [
            "id", "code", "person", "unit", "kind", "ground", "facts", "watch_rule", "watch_key", "case", "state",
            "arose_on", "talk_due_on", "talked_on", "proposed_on", "decision_due_on", "decided_on", "document",
            "proposed_by", "decided_by", "rules", "row_version",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Replacement) -> dict[str, Any]:
        """A field the reader may not see has no key."""
        readable = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in super().to_representation(instance).items() if name in readable}


class ReplacementBody(StrictSerializer):
    person = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=Replacing.choices)
    ground = serializers.CharField(max_length=60)
    facts = serializers.CharField(max_length=4000)
    arose_on = serializers.DateField()


class ProposeBody(StrictSerializer):
    talked_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=Replacing.choices, required=False)
    ground = serializers.CharField(max_length=60, required=False)
    row_version = serializers.IntegerField(min_value=1)


class OpinionBody(StrictSerializer):
    of_whom = serializers.CharField(max_length=200)
    given_on = serializers.DateField()
    agrees = serializers.BooleanField(allow_null=True, default=None)
    text = serializers.CharField(max_length=4000)
    row_version = serializers.IntegerField(min_value=1)


class ReplacementDecideBody(StrictSerializer):
    document = serializers.CharField(max_length=160)
    decided_on = serializers.DateField()
    row_version = serializers.IntegerField(min_value=1)


class ReplacementReasonBody(StrictSerializer):
    reason = serializers.CharField(max_length=2000)
    row_version = serializers.IntegerField(min_value=1)
