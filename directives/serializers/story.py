"""What happens to an assignment, as the API writes and reads it."""

from typing import ClassVar

from rest_framework import serializers

from directives.enums import HandoffKind
from directives.models import (
    AssignmentDiscussion,
    AssignmentExtension,
    AssignmentHandoff,
    DelayCause,
    ExtensionLimit,
)
from foundation.web.strict import StrictSerializer


class AccountName(serializers.CharField):
    """The full name of an account, empty where the system or nobody acted."""

    def __init__(self, name: str) -> None:
        super().__init__(source=f"{name}.full_name", default="", read_only=True)


class DiscussionSerializer(serializers.ModelSerializer[AssignmentDiscussion]):
    assignment = serializers.CharField(source="assignment.code", read_only=True)
    recorded_by = AccountName("recorded_by")

    class Meta:
        model = AssignmentDiscussion
        fields: ClassVar[list[str]] = [
            "id", "assignment", "number", "held_on", "body", "summary", "recorded_by", "recorded_at",
        ]  # fmt: skip


class ExtensionLimitSerializer(serializers.ModelSerializer[ExtensionLimit]):
    class Meta:
        model = ExtensionLimit
        fields: ClassVar[list[str]] = [
            "id", "code", "kind", "valid_from", "valid_to", "max_times", "max_percent", "max_working_days",
            "only_before_due", "legal_basis", "verified", "note",
        ]  # fmt: skip


class ExtensionSerializer(serializers.ModelSerializer[AssignmentExtension]):
    assignment = serializers.CharField(source="assignment.code", read_only=True)
    asked_by = AccountName("asked_by")
    settled_by = AccountName("settled_by")
    limit = serializers.CharField(source="limit.code", default="", read_only=True)

    class Meta:
        model = AssignmentExtension
        fields: ClassVar[list[str]] = [
            "id", "assignment", "number", "state", "from_due_on", "to_due_on", "reason", "asked_on", "asked_by",
            "working_days", "limit", "inputs", "settled_on", "settled_by", "settle_note", "created_at", "row_version",
        ]  # fmt: skip


class HandoffSerializer(serializers.ModelSerializer[AssignmentHandoff]):
    assignment = serializers.CharField(source="assignment.code", read_only=True)
    from_unit = serializers.CharField(source="from_unit.code", read_only=True)
    to_unit = serializers.CharField(source="to_unit.code", read_only=True)
    to_person = serializers.CharField(source="to_person.code", default="", read_only=True)
    sent_by = AccountName("sent_by")
    answered_by = AccountName("answered_by")

    class Meta:
        model = AssignmentHandoff
        fields: ClassVar[list[str]] = [
            "id", "assignment", "number", "kind", "state", "from_unit", "to_unit", "to_person", "matter", "opinion",
            "sent_on", "sent_by", "answer_due_on", "already_delegated", "delegation", "answer", "answered_on",
            "answered_by", "created_at", "row_version",
        ]  # fmt: skip


class CauseSerializer(serializers.ModelSerializer[DelayCause]):
    assignment = serializers.CharField(source="assignment.code", read_only=True)
    claimed_by = AccountName("claimed_by")
    settled_by = AccountName("settled_by")

    class Meta:
        model = DelayCause
        fields: ClassVar[list[str]] = [
            "id", "assignment", "number", "state", "text", "claimed_on", "claimed_by", "settled_on", "settled_by",
            "settle_note", "carried_over", "created_at", "row_version",
        ]  # fmt: skip


class NewDiscussionSerializer(StrictSerializer):
    held_on = serializers.DateField()
    body = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=4000)


class NewExtensionSerializer(StrictSerializer):
    to_due_on = serializers.DateField()
    reason = serializers.CharField(max_length=1000)
    day_off_confirmed = serializers.BooleanField(required=False, default=False)


class NewHandoffSerializer(StrictSerializer):
    kind = serializers.ChoiceField(choices=HandoffKind.choices)
    to_unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    to_person = serializers.CharField(max_length=20, required=False, allow_blank=True)
    matter = serializers.CharField(max_length=300)
    opinion = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    sent_on = serializers.DateField()
    answer_due_on = serializers.DateField(required=False, allow_null=True)


class NewAnswerSerializer(StrictSerializer):
    text = serializers.CharField(max_length=4000)
    on = serializers.DateField()


class ClaimSerializer(StrictSerializer):
    text = serializers.CharField(max_length=300)


class NoteSerializer(StrictSerializer):
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class NothingSerializer(StrictSerializer):
    """An act that takes no values."""
