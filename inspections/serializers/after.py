"""Notices, remedies and proposed facts as the API reads and writes them."""

from typing import ClassVar

from rest_framework import serializers

from foundation.web.strict import StrictSerializer
from inspections.models import Notice, ProposedFact, Remedy
from inspections.visit_enums import RecommendationKind


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = [
            "version", "state", "conclusion", "number", "issued_on", "drafted_at", "signed_at", "wording_version",
            "wording_sha256", "sha256", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class RemedySerializer(serializers.ModelSerializer[Remedy]):
    inspection = serializers.CharField(source="notice.inspection.code", read_only=True)
    unit = serializers.CharField(source="notice.inspection.unit.code", read_only=True)
    finding = serializers.IntegerField(source="finding.number", default=None, read_only=True)
    continues = serializers.IntegerField(source="continues.number", default=None, read_only=True)
    repeated_in = serializers.IntegerField(source="repeated_in.number", default=None, read_only=True)
    notice = serializers.CharField(source="notice.number", read_only=True)
    asked_by = serializers.CharField(source="asked_by.full_name", default="", read_only=True)
    answered_by = serializers.CharField(source="answered_by.full_name", default="", read_only=True)

    class Meta:
        model = Remedy
        fields: ClassVar[list[str]] = [
            "id", "inspection", "unit", "notice", "number", "kind", "text", "finding", "due_on", "extended_to", "state",
            "extension", "asked_to", "extension_reason", "extension_answer", "asked_by", "answered_by", "continues",
            "repeated_in", "row_version",
        ]  # fmt: skip
        read_only_fields = fields


class FactSerializer(serializers.ModelSerializer[ProposedFact]):
    inspection = serializers.CharField(source="finding.inspection.code", read_only=True)
    finding = serializers.IntegerField(source="finding.number", read_only=True)
    person = serializers.CharField(source="person.code", read_only=True)

    class Meta:
        model = ProposedFact
        fields: ClassVar[list[str]] = [
            "id",
            "inspection",
            "finding",
            "person",
            "period",
            "state",
            "reason",
            "row_version",
        ]
        read_only_fields = fields


class NoticeDraftBody(StrictSerializer):
    conclusion = serializers.CharField(max_length=8000)


class RecommendationBody(StrictSerializer):
    kind = serializers.ChoiceField(choices=RecommendationKind.choices)
    text = serializers.CharField(max_length=2000)
    due_on = serializers.DateField()
    finding = serializers.IntegerField(required=False, min_value=1)


class NoticeIssueBody(StrictSerializer):
    number = serializers.CharField(max_length=10)
    authority = serializers.CharField(max_length=200)
    superior = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    symbol = serializers.CharField(max_length=40, required=False, default="ĐKT")
    place = serializers.CharField(max_length=100, required=False, default="Hà Nội")
    capacity = serializers.ListField(child=serializers.CharField(max_length=200), required=False, default=list)
    signer = serializers.CharField(max_length=200)
    recipients = serializers.ListField(child=serializers.CharField(max_length=200), required=False, default=list)
    clean_reason = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    row_version = serializers.IntegerField(min_value=1)


class RemedyReportBody(StrictSerializer):
    document = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=8000)
    reported_on = serializers.DateField()
    row_version = serializers.IntegerField(min_value=1)


class RemedyExtensionBody(StrictSerializer):
    to = serializers.DateField()
    reason = serializers.CharField(max_length=2000)
    row_version = serializers.IntegerField(min_value=1)


class ExtensionAnswerBody(StrictSerializer):
    granted = serializers.BooleanField()
    answer = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    row_version = serializers.IntegerField(min_value=1)


class RemedyVerifyBody(StrictSerializer):
    note = serializers.CharField(max_length=2000)
    row_version = serializers.IntegerField(min_value=1)


class RemedyReturnBody(StrictSerializer):
    reason = serializers.CharField(max_length=2000)
    row_version = serializers.IntegerField(min_value=1)


class FactConfirmBody(StrictSerializer):
    row_version = serializers.IntegerField(min_value=1)
