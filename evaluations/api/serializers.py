"""How the month looks in the API: of each row exactly the fields the matrix opens to the reader."""

from typing import Any

from rest_framework import serializers

from evaluations.enums import RevisionKind
from evaluations.models import Cycle, Evaluation, Objection, Revision, UnitCycle
from evaluations.selectors.closed import veil_for
from evaluations.states import shown_state
from foundation.access import readable_fields


class Readable(serializers.ModelSerializer[Any]):
    """A field the reader may not see has no key."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        readable = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in super().to_representation(instance).items() if name in readable}


class CycleSerializer(Readable):
    framework = serializers.CharField(source="framework.code", read_only=True)
    period = serializers.DateField(format="%Y-%m", read_only=True)

    class Meta:
        model = Cycle
        fields = (
            "id", "framework", "period", "state", "steps", "expected_days", "opened_early", "opened_late", "opened_at",
            "closed_at", "row_version", "excluded",
        )  # fmt: skip
        read_only_fields = fields


class UnitCycleSerializer(Readable):
    cycle = serializers.DateField(source="cycle.period", format="%Y-%m", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    decider = serializers.CharField(source="decider.code", read_only=True, default=None)

    class Meta:
        model = UnitCycle
        fields = (
            "id", "cycle", "unit", "decider", "state", "due_overrides", "outstanding_document", "quota",
            "submitted_by", "submitted_at", "decided_by", "decided_at", "published_by", "published_at", "row_version",
        )  # fmt: skip
        read_only_fields = fields


class EvaluationSerializer(Readable):
    cycle = serializers.DateField(source="cycle.period", format="%Y-%m", read_only=True)
    person = serializers.CharField(source="person.code", read_only=True, default=None)
    unit = serializers.CharField(source="unit.code", read_only=True)
    division = serializers.CharField(source="division.code", read_only=True, default=None)
    superior = serializers.CharField(source="superior.code", read_only=True, default=None)
    decider = serializers.CharField(source="decider.code", read_only=True, default=None)

    class Meta:
        model = Evaluation
        fields = (
            "id", "cycle", "person", "unit", "division", "post_title", "subject_group", "state", "version",
            "row_version", "self_missing", "self_late", "scores", "self_note", "self_submitted_at", "self_total",
            "total", "worked_days", "proposed_grade", "proposal", "return_reason", "superior", "decider", "grade",
            "departure_reason", "decided_by", "decided_at", "published_at", "supersedes",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Evaluation) -> dict[str, Any]:
        """Before the superior passes the sheet on, the person sees only the own column; a version that fell says so."""
        shown = super().to_representation(instance)
        shown["state"] = shown_state(instance.state, has_newer_version=getattr(instance, "has_newer", False))
        if "scores" in shown and "total" not in shown:
            shown["scores"] = {"self": shown["scores"].get("self", {})}
        if shown.get("proposal"):
            veil = veil_for(self.context["request"].user, {instance.person_id or 0: instance.proposal})
            shown["proposal"] = veil.proposal(instance.person_id, shown["proposal"])
        return shown


class ObjectionSerializer(Readable):
    class Meta:
        model = Objection
        fields = (
            "id", "code", "evaluation", "grounds", "state", "filed_at", "answer_due_on", "answer", "answered_by",
            "answered_at", "escalated_at", "escalation_due_on", "answer_above", "answered_above_by",
            "answered_above_at", "outcome", "row_version",
        )  # fmt: skip
        read_only_fields = fields


class RevisionSerializer(Readable):
    objection = serializers.CharField(source="objection.code", read_only=True, default=None)

    class Meta:
        model = Revision
        fields = (
            "id", "code", "evaluation", "kind", "state", "reason", "document", "document_date", "lines", "total",
            "proposed_grade", "proposal", "grade", "departure_reason", "objection", "quota_document", "quota",
            "proposed_by", "proposed_at", "settled_by", "settled_at", "settle_note", "source", "row_version",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: Revision) -> dict[str, Any]:
        """Without what names a case from which the reader is kept out."""
        shown = super().to_representation(instance)
        if instance.kind not in (RevisionKind.DISCIPLINE, RevisionKind.RESCISSION):
            return shown
        person = instance.evaluation.person_id
        veil = veil_for(self.context["request"].user, [person or 0])
        for name in {"reason", "document", "settle_note"} & shown.keys():
            shown[name] = veil.text(person, shown[name])
        if "proposal" in shown:
            shown["proposal"] = veil.proposal(person, shown["proposal"])
        return shown
