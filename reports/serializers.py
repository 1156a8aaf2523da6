"""Lines of the worklist and entries of the trail as the API gives them."""

from typing import Any

from rest_framework import serializers

from foundation.access import readable_fields
from foundation.audit.models import AuditEvent
from reports.trail.payload import payload_of


class LineSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    number = serializers.CharField()
    url = serializers.CharField()
    act = serializers.CharField()
    due = serializers.DateField(allow_null=True)
    left = serializers.IntegerField(allow_null=True)


class GroupSerializer(serializers.Serializer[Any]):
    when = serializers.CharField()
    lines = LineSerializer(many=True)


class EntrySerializer(serializers.ModelSerializer[AuditEvent]):
    class Meta:
        model = AuditEvent
        fields = (
            "id", "at", "kind", "actor", "actor_name", "outside_app", "request_id", "source", "table_name", "row_key",
            "operation", "object_type", "object_id", "name", "transaction_id", "database_user", "reason", "before",
            "after", "details",
        )  # fmt: skip
        read_only_fields = fields


class TrailSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    more = serializers.BooleanField()
    older = serializers.IntegerField(allow_null=True)
    newer = serializers.IntegerField(allow_null=True)
    results = EntrySerializer(many=True)


def entry_of(user: Any, event: AuditEvent) -> dict[str, Any]:
    """One entry: the fields of the matrix, its payload with what is closed to the reader hidden."""
    payload = payload_of(user, event)
    shown = {
        **EntrySerializer(event).data,
        "before": payload.before,
        "after": payload.after,
        "details": payload.details,
        "reason": payload.reason,
    }
    readable = readable_fields(user, event)
    return {name: value for name, value in shown.items() if name in readable}
