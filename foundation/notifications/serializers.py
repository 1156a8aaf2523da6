"""How a notification looks in the API: texts in the reader's language."""

from rest_framework import serializers

from foundation.notifications.models import Notification
from foundation.web.strict import StrictSerializer


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    title = serializers.CharField(source="title_text", read_only=True)
    body = serializers.CharField(source="body_text", read_only=True)
    ends_when = serializers.CharField(source="ends_when_text", read_only=True)
    handled_by = serializers.CharField(source="handled_by.full_name", read_only=True, default="")

    class Meta:
        model = Notification
        fields = (
            "id",
            "kind",
            "title",
            "body",
            "url",
            "ends_when",
            "created_at",
            "read_at",
            "handled_at",
            "handled_by",
        )
        read_only_fields = fields


class MarkReadSerializer(StrictSerializer):
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, allow_empty=False, max_length=500
    )


class MarkedSerializer(serializers.Serializer[None]):
    marked = serializers.IntegerField(read_only=True)
