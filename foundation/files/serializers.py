"""Proofs as the API reads and takes them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from foundation.files.models import FileLine
from foundation.files.selectors import Proof


def line_body(line: FileLine) -> dict[str, Any]:
    """One version."""
    return {
        "version": line.version,
        "name": line.file.original_name,
        "kind": line.file.kind,
        "size": line.file.size,
        "sha256": line.file.sha256,
        "added_by": line.added_by.full_name if line.added_by else "",
        "added_at": line.added_at,
        "url": reverse("files_api:download", args=[line.file.public_id]),
    }


def proof_body(proof: Proof) -> dict[str, Any]:
    """One number with its versions, newest first."""
    current = proof.current
    return {
        "number": current.number,
        "title": current.title,
        "withdrawn": proof.withdrawn,
        "withdrawal_reason": current.file.withdrawal_reason,
        "versions": [] if proof.withdrawn else [line_body(line) for line in proof.versions],
    }


class VersionBody(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added_by = serializers.CharField()
    added_at = serializers.DateTimeField()
    url = serializers.CharField()


class ProofBody(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    title = serializers.CharField()
    withdrawn = serializers.BooleanField()
    withdrawal_reason = serializers.CharField(allow_blank=True)
    versions = VersionBody(many=True)


class UploadBody(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)

    def to_internal_value(self, data: Any) -> Any:
        """As foundation.web.strict, which lies above this room: what is no field is refused by name."""
        unknown = [key for key in data if key not in self.fields]
        if unknown:
            words = _("This field is not known or cannot be set.")
            raise serializers.ValidationError({str(key): [words] for key in unknown}, code="unknown_field")
        return super().to_internal_value(data)


class WithdrawalBody(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class NewProofBody(UploadBody):
    title = serializers.CharField(max_length=200)
