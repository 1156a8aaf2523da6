"""Rules of discipline as the API reads them."""

from typing import ClassVar

from rest_framework import serializers

from discipline.models import Rule


class RuleSerializer(serializers.ModelSerializer[Rule]):
    class Meta:
        model = Rule
        fields: ClassVar[list[str]] = [
            "id", "code", "scope", "track", "value", "unit", "title_vi", "title_en", "legal_basis", "source_url",
            "valid_from", "valid_to", "verified", "note", "row_version",
        ]  # fmt: skip
