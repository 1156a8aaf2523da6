"""How notifications, alerts and their policies look in the API: texts in the reader's language."""

from rest_framework import serializers

from foundation.access import readable_fields
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.web.strict import StrictSerializer


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    title = serializers.CharField(source="title_text", read_only=True)
    body = serializers.CharField(source="body_text", read_only=True)
    ends_when = serializers.CharField(source="ends_when_text", read_only=True)
    handled_by = serializers.CharField(source="handled_by.full_name", read_only=True, default="")
    waits = serializers.BooleanField(source="alert.waits", read_only=True)
    rule = serializers.CharField(source="alert.rule", read_only=True)
    due_on = serializers.DateField(source="alert.due_on", read_only=True, allow_null=True)

    class Meta:
        model = Notification
        fields = (
            "id",
            "kind",
            "rule",
            "told_as",
            "waits",
            "due_on",
            "title",
            "body",
            "url",
            "ends_when",
            "created_at",
            "read_at",
            "snoozed_until",
            "snooze_note",
            "handled_at",
            "handled_by",
        )
        read_only_fields = fields


class AlertSerializer(serializers.ModelSerializer[Alert]):
    ended_by = serializers.CharField(source="ended_by.full_name", read_only=True, default="")

    class Meta:
        model = Alert
        fields = (
            "id",
            "key",
            "series",
            "step",
            "confined",
            "rule",
            "policy",
            "thing",
            "thing_id",
            "code",
            "unit_path",
            "waits",
            "each_own",
            "urgent",
            "computed_on",
            "due_on",
            "inputs",
            "created_at",
            "escalate_on",
            "escalated_at",
            "ended_at",
            "ended_by",
            "ending",
            "end_note",
        )
        read_only_fields = fields

    def to_representation(self, instance: Alert) -> dict[str, object]:
        shown = super().to_representation(instance)
        readable = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in shown.items() if name in readable}


class AlertPolicySerializer(serializers.ModelSerializer[AlertPolicy]):
    class Meta:
        model = AlertPolicy
        fields = (
            "id",
            "rule",
            "title_vi",
            "title_en",
            "offsets",
            "offset_unit",
            "told",
            "escalate_after",
            "urgent",
            "legal_basis",
            "valid_from",
            "valid_to",
            "verified",
            "note",
            "row_version",
        )
        read_only_fields = fields


class PolicyChangeSerializer(StrictSerializer):
    """The next row of a rule; what is not sent stays as it is."""

    valid_from = serializers.DateField()
    legal_basis = serializers.CharField(max_length=300)
    offsets = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=6)
    told = serializers.ListField(child=serializers.ChoiceField(choices=ToldAs.choices), required=False, max_length=8)
    escalate_after = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    row_version = serializers.IntegerField(min_value=1)


class MarkReadSerializer(StrictSerializer):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, allow_empty=False, max_length=500
    )


class MarkedSerializer(serializers.Serializer[None]):
    marked = serializers.IntegerField(read_only=True)


class HandleNoteSerializer(StrictSerializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class SnoozeSerializer(StrictSerializer):
    until = serializers.DateField()
    note = serializers.CharField(max_length=300)


class SentencesSerializer(serializers.Serializer[None]):
    sentences = serializers.ListField(child=serializers.CharField(), read_only=True)
