"""Cases as the API reads them: of each row, and of each part that hangs on it, the fields the matrix opens."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import User
from discipline.models import Case
from discipline.selectors.case_parts import parts_of
from foundation.access import readable_fields, visible_to


class CaseSerializer(serializers.ModelSerializer[Case]):
    _twins: set[int] | None = None

    subject = serializers.CharField(source="subject.code", default=None, read_only=True)
    subject_unit = serializers.CharField(source="subject_unit.code", default=None, read_only=True)
    answering = serializers.CharField(source="answering.code", default=None, read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    indicator = serializers.CharField(source="indicator.code", default=None, read_only=True)
    reported_by = serializers.CharField(source="reported_by.full_name", default="", read_only=True)
    twin = serializers.CharField(source="twin.code", default=None, read_only=True)

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = [
            "id", "code", "track", "twin", "subject", "subject_unit", "answering", "subject_kind", "unit", "acted_on",
            "acted_until", "discovered_on", "indicator", "allegation", "source", "source_ref", "intake_note",
            "reported_by", "reported_at", "state", "suspended_from", "opened_on", "extended_on", "extension_reason",
            "review_waived", "council_waived", "handling_due_on", "effective_on", "lapses_on", "bar_until", "form",
            "closed_on", "court_document", "court_on", "handler_ids", "leader_ids", "secretary_ids",
            "representative_ids", "barred_ids", "row_version",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Case) -> dict[str, Any]:
        """A field the reader may not see has no key; of the parts each was asked by itself."""
        reader = self.context["request"].user
        readable = readable_fields(reader, instance) | {"parts"}
        if instance.twin_id is not None and instance.twin_id not in self._twins_in_reach(reader):
            readable -= {"twin"}
        return {name: value for name, value in super().to_representation(instance).items() if name in readable}

    def _twins_in_reach(self, reader: User) -> set[int]:
        """Of the other tracks of all cases of this answer those the reader may know of; asked once."""
        if self._twins is None:
            shown = self.parent.instance if self.parent is not None else [self.instance]
            twins = [case.twin_id for case in shown or () if case.twin_id is not None]
            self._twins = set(visible_to(reader, Case.objects.filter(pk__in=twins)).values_list("pk", flat=True))
        return self._twins


class CaseDetailSerializer(CaseSerializer):
    parts = serializers.SerializerMethodField()

    class Meta(CaseSerializer.Meta):
        fields: ClassVar[list[str]] = [*CaseSerializer.Meta.fields, "parts"]
        read_only_fields = fields

    def get_parts(self, case: Case) -> dict[str, list[dict[str, Any]]]:
        """Rows by name of their kind: statements, summonses, sittings, seats, decisions, complaints ..."""
        return parts_of(self.context["request"].user, case)
