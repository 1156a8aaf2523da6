"""Inspections, calls, teams and draws as the API shows them: of each row the fields the matrix opens to the reader."""

from typing import Any, ClassVar

from rest_framework import serializers

from foundation.access import readable_fields
from foundation.web.strict import StrictSerializer
from inspections.models import Draw, Duty, Inspection, Team


class _Opened(serializers.ModelSerializer[Any]):
    """A field the reader may not see has no key."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        readable = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in super().to_representation(instance).items() if name in readable}


class InspectionSerializer(_Opened):
    unit = serializers.CharField(source="unit.code", read_only=True)
    team = serializers.CharField(source="team.number", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)
    approved_by = serializers.CharField(source="approved_by.full_name", default="", read_only=True)
    started_by = serializers.CharField(source="started_by.full_name", default="", read_only=True)

    class Meta:
        model = Inspection
        fields: ClassVar[list[str]] = [
            "public_id", "code", "kind", "unit", "team", "contents", "state", "started_at", "started_by",
            "arrival_place", "early_reason", "basis", "window_from", "window_to", "meeting_place", "reveal_at",
            "overlap_note", "created_by", "created_at", "approved_by", "approved_at", "cancelled_at", "cancel_reason",
            "silent_until", "knower_ids", "leader_ids", "member_ids", "barred_ids", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class DutySerializer(_Opened):
    inspection = serializers.CharField(source="inspection.public_id", read_only=True)
    user = serializers.CharField(source="user.full_name", read_only=True)

    class Meta:
        model = Duty
        fields: ClassVar[list[str]] = [
            "public_id", "role", "window_from", "window_to", "meeting_place", "called_at", "ended_on", "confirmed_at",
            "inspection", "user", "end_reason",
        ]  # fmt: skip
        read_only_fields = fields


class TeamSerializer(_Opened):
    unit = serializers.CharField(source="unit.code", read_only=True)
    scope = serializers.CharField(source="scope.code", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)
    enacted_by = serializers.CharField(source="enacted_by.full_name", default="", read_only=True)

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = [
            "id", "number", "title", "decided_on", "signed_by", "unit", "scope", "valid_from", "valid_to", "state",
            "end_reason", "notice_days", "verify_days", "reveal_minutes", "cooling_months", "remind_days",
            "created_by", "enacted_by", "leader_ids", "member_ids", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class DrawSerializer(_Opened):
    team = serializers.CharField(source="team.number", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)

    class Meta:
        model = Draw
        fields: ClassVar[list[str]] = [
            "id", "code", "title", "team", "places", "outside_name", "outside_on", "eligible", "excluded", "commitment",
            "committed_at", "state", "outside_number", "drawn_at", "opened_at", "sealed_text", "turns", "created_by",
            "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class InspectionApproveBody(StrictSerializer):
    """No words are needed."""


class InspectionCancelBody(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class TieBody(StrictSerializer):
    conflict = serializers.BooleanField()
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class ArrivalBody(StrictSerializer):
    place = serializers.CharField(max_length=200)


class DrawNumberBody(StrictSerializer):
    outside_number = serializers.CharField(max_length=60)
