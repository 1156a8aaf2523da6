"""Visits as the API reads and writes them."""

from typing import Any, ClassVar

from rest_framework import serializers

from foundation.web.strict import StrictSerializer
from inspections.enums import Content
from inspections.models import AttendanceLine, ChecklistLine, Finding, Inspection, Minutes, SampleLine
from inspections.visit_enums import AttendanceMark, CheckResult, Severity


class VisitSerializer(serializers.ModelSerializer[Inspection]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    team = serializers.CharField(source="team.number", read_only=True)

    class Meta:
        model = Inspection
        fields: ClassVar[list[str]] = [
            "public_id", "code", "kind", "unit", "team", "contents", "state", "started_at", "arrival_place",
            "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class AttendanceSerializer(serializers.ModelSerializer[AttendanceLine]):
    person = serializers.CharField(source="person.code", read_only=True)
    full_name = serializers.CharField(source="person.full_name", read_only=True)
    division = serializers.CharField(source="division.code", default=None, read_only=True)

    class Meta:
        model = AttendanceLine
        fields: ClassVar[list[str]] = [
            "id", "person", "full_name", "division", "post", "mark", "reason", "from_register", "seen_at", "clock_off",
            "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class SampleSerializer(serializers.ModelSerializer[SampleLine]):
    class Meta:
        model = SampleLine
        fields: ClassVar[list[str]] = [
            "number", "subject", "population", "sample", "failing", "worst_delay", "note", "taken_at", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class CheckSerializer(serializers.ModelSerializer[ChecklistLine]):
    class Meta:
        model = ChecklistLine
        fields: ClassVar[list[str]] = ["item", "result", "note", "checked_at", "row_version"]
        read_only_fields = fields


class FindingSerializer(serializers.ModelSerializer[Finding]):
    person = serializers.CharField(source="person.code", default=None, read_only=True)
    indicator = serializers.CharField(source="indicator.code", default=None, read_only=True)
    repeats = serializers.CharField(source="repeats.inspection.code", default=None, read_only=True)
    photos = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        fields: ClassVar[list[str]] = [
            "number", "key", "seen_at", "place", "severity", "text", "explanation", "indicator", "item", "person",
            "repeats", "photos", "clock_off", "offline", "row_version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_photos(self, row: Finding) -> list[str]:
        """SHA-256 of each photo."""
        return [photo.file.sha256 for photo in row.photos.all()]


class MinutesSerializer(serializers.ModelSerializer[Minutes]):
    class Meta:
        model = Minutes
        fields: ClassVar[list[str]] = [
            "number", "kind", "state", "sha256", "code", "drawn_up_at", "representative", "office", "opinion",
            "witness", "reason", "signed_at", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class MarkBody(StrictSerializer):
    line = serializers.IntegerField(min_value=1)
    mark = serializers.ChoiceField(choices=AttendanceMark.choices)
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    row_version = serializers.IntegerField(min_value=1)


class SampleBody(StrictSerializer):
    number = serializers.IntegerField(required=False, min_value=1)
    subject = serializers.CharField(max_length=300)
    population = serializers.IntegerField()
    sample = serializers.IntegerField()
    failing = serializers.IntegerField()
    worst_delay = serializers.IntegerField(required=False, default=0)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    row_version = serializers.IntegerField(required=False, min_value=1)


class CheckBody(StrictSerializer):
    item = serializers.ChoiceField(choices=Content.choices)
    result = serializers.ChoiceField(choices=CheckResult.choices)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class ExplainBody(StrictSerializer):
    number = serializers.IntegerField(min_value=1)
    explanation = serializers.CharField(max_length=4000)
    row_version = serializers.IntegerField(min_value=1)


class SignBody(StrictSerializer):
    number = serializers.IntegerField(min_value=1)
    representative = serializers.CharField(max_length=200)
    office = serializers.CharField(max_length=200)
    opinion = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)


class RefusalBody(StrictSerializer):
    number = serializers.IntegerField(min_value=1)
    witness = serializers.CharField(max_length=200)
    reason = serializers.CharField(max_length=2000)
    opinion = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)


class DiscardBody(StrictSerializer):
    number = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=2000)


class SheetBody(StrictSerializer):
    text = serializers.CharField(max_length=8000)
    reason = serializers.CharField(max_length=2000)


class NoBody(StrictSerializer):
    pass


class SentMarkBody(StrictSerializer):
    line = serializers.IntegerField(min_value=1)
    mark = serializers.ChoiceField(choices=AttendanceMark.choices)
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    seen_at = serializers.DateTimeField()
    version = serializers.IntegerField(min_value=1)


class SentPhotoBody(StrictSerializer):
    key = serializers.UUIDField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    taken_at = serializers.DateTimeField()
    file = serializers.CharField(max_length=40)


class SentFindingBody(StrictSerializer):
    key = serializers.UUIDField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    seen_at = serializers.DateTimeField()
    text = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    place = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    explanation = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    indicator = serializers.IntegerField(required=False, default=None, allow_null=True)
    item = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    person = serializers.IntegerField(required=False, default=None, allow_null=True)
    photos = SentPhotoBody(many=True, required=False, default=list)


class BundleContent(StrictSerializer):
    """What stands in the part `bundle`, as JSON."""

    key = serializers.UUIDField()
    device_now = serializers.DateTimeField()
    offline = serializers.BooleanField(required=False, default=False)
    marks = SentMarkBody(many=True, required=False, default=list)
    findings = SentFindingBody(many=True, required=False, default=list)


class BundleField(serializers.JSONField):
    """JSON in a part of a form; what is nested without end is refused like what is none."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except RecursionError:
            self.fail("invalid")


class BundleBody(StrictSerializer):
    """`bundle` is JSON (see BundleContent); each photo is a further part with the name the bundle gives it."""

    bundle = BundleField(binary=True)
