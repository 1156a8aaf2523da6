"""Undertakings as the API reads and writes them."""

from typing import ClassVar

from rest_framework import serializers

from directives.models import Undertaking
from foundation.web.strict import StrictSerializer


class UndertakingSerializer(serializers.ModelSerializer[Undertaking]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    document = serializers.CharField(source="task.document.code", read_only=True)
    task = serializers.IntegerField(source="task.number", read_only=True)
    responsible = serializers.CharField(source="responsible.code", read_only=True)
    reported_by = serializers.CharField(source="reported_by.full_name", default="", read_only=True)
    settled_by = serializers.CharField(source="settled_by.full_name", default="", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)

    class Meta:
        model = Undertaking
        fields: ClassVar[list[str]] = [
            "id", "code", "unit", "document", "task", "title", "product", "responsible", "begins_on", "due_on", "state",
            "percent", "reported_on", "reported_by", "settled_by", "return_reason", "created_by", "created_at",
            "row_version",
        ]  # fmt: skip


class ReportSerializer(StrictSerializer):
    on = serializers.DateField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    text = serializers.CharField(max_length=4000)
    final = serializers.BooleanField(default=False)


class NothingSerializer(StrictSerializer):
    """No words are needed."""
