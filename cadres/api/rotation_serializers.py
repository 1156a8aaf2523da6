"""Rotation as the API reads and writes it."""

from typing import Any, ClassVar

from rest_framework import serializers

from cadres.models import (
    ListedPost,
    RotationCase,
    RotationException,
    RotationItem,
    RotationRelief,
    RotationRound,
    RotationRule,
)
from foundation.access import readable_fields
from foundation.web.strict import StrictSerializer


class RotationRuleSerializer(serializers.ModelSerializer[RotationRule]):
    class Meta:
        model = RotationRule
        fields: ClassVar[list[str]] = [
            "id", "code", "kind", "scope", "field", "value", "title_vi", "title_en", "legal_basis", "source_url",
            "valid_from", "valid_to", "verified", "note", "row_version",
        ]  # fmt: skip


class ListedPostSerializer(serializers.ModelSerializer[ListedPost]):
    class Meta:
        model = ListedPost
        fields: ClassVar[list[str]] = [
            "id", "code", "field", "group", "name", "post_key", "unit_words", "kinds", "max_months", "legal_basis",
            "valid_from", "valid_to", "verified", "note", "row_version",
        ]  # fmt: skip


class ByReader(serializers.ModelSerializer[Any]):
    """Only the fields the reader may read of the row."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        allowed = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in shown.items() if name in allowed}


class RotationCaseSerializer(ByReader):
    person = serializers.CharField(source="person.code", read_only=True)
    rule = serializers.IntegerField(source="rule_id", read_only=True)
    posting = serializers.IntegerField(source="posting_id", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    receiver = serializers.CharField(source="receiver.code", default=None, read_only=True)
    opened_by = serializers.CharField(source="opened_by.full_name", default="", read_only=True)

    class Meta:
        model = RotationCase
        fields: ClassVar[list[str]] = [
            "id", "code", "person", "rule_code", "rule", "posting", "unit", "receiver", "state", "started_on", "due_on",
            "min_on", "closed_on", "computed_on", "needs_confirmation", "explained", "exception", "due_since",
            "opened_by", "opened_at", "row_version",
        ]  # fmt: skip


class RotationItemSerializer(ByReader):
    case = serializers.CharField(source="case.code", read_only=True)
    round = serializers.CharField(source="round.code", default=None, read_only=True)
    destination = serializers.CharField(source="destination.code", read_only=True)
    position = serializers.CharField(source="position.name", read_only=True)
    hand_over_to = serializers.CharField(source="hand_over_to.code", read_only=True)
    successor = serializers.CharField(source="successor.code", default=None, read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.full_name", default="", read_only=True)
    signed_by = serializers.CharField(source="signed_by.full_name", default="", read_only=True)
    answered_by = serializers.CharField(source="answered_by.full_name", default="", read_only=True)
    decided_by = serializers.CharField(source="decided_by.full_name", default="", read_only=True)

    class Meta:
        model = RotationItem
        fields: ClassVar[list[str]] = [
            "id", "case", "round", "state", "destination", "position", "move_on", "legal_basis", "hand_over_to",
            "successor", "reason", "proposed_by", "proposed_at", "signed_by", "signed_at", "announced_on",
            "announced_where", "notice_until", "opinion", "opinion_on", "answer", "answered_on", "answered_by",
            "urgent_reason", "decision_number", "decided_on", "effective_on", "decided_by", "handover_number",
            "handed_over_on", "new_posting", "row_version",
        ]  # fmt: skip


class RotationReliefSerializer(ByReader):
    case = serializers.CharField(source="case.code", read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.full_name", default="", read_only=True)
    settled_by = serializers.CharField(source="settled_by.full_name", default="", read_only=True)

    class Meta:
        model = RotationRelief
        fields: ClassVar[list[str]] = [
            "id", "case", "kind", "ground", "rule", "evidence", "apart", "from_on", "until", "is_review",
            "explained", "state", "proposed_by", "proposed_at", "settled_by", "settled_on", "ended_on", "row_version",
        ]  # fmt: skip


class RotationExceptionSerializer(serializers.ModelSerializer[RotationException]):
    unit = serializers.CharField(source="unit.code", default=None, read_only=True)
    position = serializers.CharField(source="position.name", default=None, read_only=True)
    entered_by = serializers.CharField(source="entered_by.full_name", default="", read_only=True)

    class Meta:
        model = RotationException
        fields: ClassVar[list[str]] = [
            "id", "rule_code", "unit", "position", "document_number", "document_date", "issuer", "reason", "valid_from",
            "until", "entered_by", "entered_at", "ended_on", "end_reason", "row_version",
        ]  # fmt: skip


class RotationRoundSerializer(serializers.ModelSerializer[RotationRound]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    proposed_by = serializers.CharField(source="proposed_by.full_name", default="", read_only=True)
    approved_by = serializers.CharField(source="approved_by.full_name", default="", read_only=True)

    class Meta:
        model = RotationRound
        fields: ClassVar[list[str]] = [
            "id", "code", "title", "unit", "begins_on", "ends_on", "purpose", "document_number", "state", "proposed_by",
            "approved_by", "approved_on", "row_version",
        ]  # fmt: skip


class RotationClockSerializer(serializers.Serializer[Any]):
    """One clock on a day; computed, stored nowhere."""

    person = serializers.CharField(source="person_code")
    rule = serializers.CharField(source="code")
    scope = serializers.CharField()
    posting = serializers.IntegerField(source="posting_id")
    unit = serializers.CharField(source="body_code")
    post_kind = serializers.CharField()
    field = serializers.CharField()
    start_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    min_on = serializers.DateField(allow_null=True)
    acting_days = serializers.IntegerField()
    paused_days = serializers.IntegerField()
    needs_confirmation = serializers.BooleanField()
    segments = serializers.ListField(child=serializers.IntegerField())


class RotationQuarter(serializers.Serializer[Any]):
    quarter = serializers.CharField()
    count = serializers.IntegerField()


class RotationAheadSerializer(serializers.Serializer[Any]):
    """People whose time is over, and who falls due in each quarter; no unit: the whole reach."""

    unit = serializers.CharField(allow_null=True)
    rule = serializers.CharField()
    kind = serializers.CharField()
    over = serializers.IntegerField()
    quarters = RotationQuarter(many=True)


class RotationNothing(StrictSerializer):
    """No words are needed."""


class RotationReason(StrictSerializer):
    reason = serializers.CharField(max_length=4000)


class RotationPlanBody(StrictSerializer):
    round = serializers.CharField(max_length=20, required=False)
    destination = serializers.CharField(max_length=40)
    position = serializers.CharField(max_length=160)
    move_on = serializers.DateField()
    legal_basis = serializers.CharField(max_length=300)
    hand_over_to = serializers.CharField(max_length=20)
    successor = serializers.CharField(max_length=20, required=False)
    reason = serializers.CharField(max_length=4000, required=False)


class RotationReliefBody(StrictSerializer):
    ground = serializers.CharField(max_length=30)
    evidence = serializers.CharField(max_length=300)
    from_on = serializers.DateField()
    until = serializers.DateField(required=False)
    child_born_on = serializers.DateField(required=False)
    is_review = serializers.BooleanField(default=False)


class RotationAnnounceBody(StrictSerializer):
    on = serializers.DateField()
    where = serializers.CharField(max_length=300)


class RotationTextBody(StrictSerializer):
    text = serializers.CharField(max_length=4000)


class RotationAnswerBody(RotationTextBody):
    revise = serializers.BooleanField(default=False)


class RotationReplanBody(StrictSerializer):
    move_on = serializers.DateField()


class RotationDecideBody(StrictSerializer):
    decision_number = serializers.CharField(max_length=80)
    decided_on = serializers.DateField()
    effective_on = serializers.DateField()
    urgent_reason = serializers.CharField(max_length=4000, required=False)


class RotationExecuteBody(StrictSerializer):
    handover_number = serializers.CharField(max_length=80)
    handed_over_on = serializers.DateField()


class RotationOpenBody(StrictSerializer):
    person = serializers.CharField(max_length=20)
    rule_code = serializers.CharField(max_length=20)


class RotationExceptionBody(StrictSerializer):
    rule_code = serializers.CharField(max_length=20, required=False)
    unit = serializers.CharField(max_length=40, required=False)
    position = serializers.CharField(max_length=160, required=False)
    document_number = serializers.CharField(max_length=80)
    document_date = serializers.DateField()
    issuer = serializers.CharField(max_length=160)
    reason = serializers.CharField(max_length=400)
    valid_from = serializers.DateField()
    until = serializers.DateField()


class RotationEndBody(RotationReason):
    row_version = serializers.IntegerField(min_value=1, required=False)


class RotationRoundBody(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=200)
    purpose = serializers.CharField(max_length=4000)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()


class RotationApproveBody(StrictSerializer):
    document_number = serializers.CharField(max_length=80)
    on = serializers.DateField()
