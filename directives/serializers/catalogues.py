"""Documents and indicators as the API reads and writes them."""

from typing import ClassVar

from rest_framework import serializers

from directives.enums import DocumentKind
from directives.models import Document, DocumentTask, Indicator
from foundation.files.serializers import NewProofBody, UploadBody
from foundation.web.strict import StrictSerializer


class DocumentTaskSerializer(serializers.ModelSerializer[DocumentTask]):
    class Meta:
        model = DocumentTask
        fields: ClassVar[list[str]] = ["number", "title_vi", "title_en", "content_vi", "content_en", "inferred"]


class DocumentSerializer(serializers.ModelSerializer[Document]):
    replaces = serializers.CharField(source="replaces.code", default="", read_only=True)

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = [
            "id", "code", "number", "kind", "title_vi", "title_en", "issuer", "issued_on", "effective_on", "ended_on",
            "replaces", "verified", "source", "note", "row_version",
        ]  # fmt: skip


class DocumentDetailSerializer(DocumentSerializer):
    tasks = DocumentTaskSerializer(many=True, read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields: ClassVar[list[str]] = [*DocumentSerializer.Meta.fields, "tasks"]


class DocumentEditBody(StrictSerializer):
    """`verified` only once the text is attached."""

    number = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(choices=DocumentKind.choices, required=False)
    title_vi = serializers.CharField(max_length=400, required=False)
    title_en = serializers.CharField(max_length=400, required=False, allow_blank=True)
    issuer = serializers.CharField(max_length=160, required=False)
    issued_on = serializers.DateField(required=False, allow_null=True)
    effective_on = serializers.DateField(required=False, allow_null=True)
    ended_on = serializers.DateField(required=False, allow_null=True)
    replaces = serializers.CharField(max_length=30, required=False, allow_blank=True)
    verified = serializers.BooleanField(required=False)
    source = serializers.CharField(max_length=500, required=False, allow_blank=True)  # type: ignore[assignment]  # DRF's own
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    row_version = serializers.IntegerField(required=False)


class LegalDocumentBody(StrictSerializer):
    number = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    title_vi = serializers.CharField(max_length=400)
    title_en = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    issuer = serializers.CharField(max_length=160)
    issued_on = serializers.DateField(required=False, allow_null=True)
    effective_on = serializers.DateField(required=False, allow_null=True)
    replaces = serializers.CharField(max_length=30, required=False, allow_blank=True)
    source = serializers.CharField(max_length=500, required=False, allow_blank=True)  # type: ignore[assignment]  # DRF's own
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True)


class DocumentTaskBody(StrictSerializer):
    title_vi = serializers.CharField(max_length=300)
    title_en = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    content_vi = serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")
    content_en = serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")


class NewDocumentFileSerializer(StrictSerializer, NewProofBody):
    """A file under a new number."""


class DocumentFileVersionSerializer(StrictSerializer, UploadBody):
    """A better file under the same number."""


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    catalogue = serializers.CharField(source="version.catalogue.code", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    valid_from = serializers.DateField(source="version.valid_from", read_only=True)
    valid_to = serializers.DateField(source="version.valid_to", read_only=True)
    group = serializers.CharField(source="group.code", read_only=True)
    replaces = serializers.CharField(source="replaces.code", default="", read_only=True)
    confirmed_by = serializers.CharField(source="confirmed_by.full_name", default="", read_only=True)
    group_name = serializers.CharField(source="group.name_vi", read_only=True)
    polarity = serializers.CharField(source="group.polarity", read_only=True)
    polarity_confirmed = serializers.BooleanField(source="group.polarity_confirmed", read_only=True)
    counted = serializers.BooleanField(source="group.counted", read_only=True)

    class Meta:
        model = Indicator
        fields: ClassVar[list[str]] = [
            "id", "catalogue", "version", "valid_from", "valid_to", "group", "group_name", "polarity",
            "polarity_confirmed", "counted", "code", "number", "text_vi", "text_en", "standing", "partial", "source",
            "note", "replaces", "confirmed_by", "row_version",
        ]  # fmt: skip
