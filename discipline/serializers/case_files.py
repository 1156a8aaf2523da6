"""Papers of a case as the API reads and issues them; bodies of exhibits."""

from typing import Any, ClassVar

from django.urls import reverse
from rest_framework import serializers

from discipline.models import CasePaper
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.letterhead import Letterhead
from discipline.serializers.case_acts import BLANK, words
from foundation.access import readable_fields
from foundation.files.serializers import NewProofBody, UploadBody, WithdrawalBody
from foundation.web.strict import StrictSerializer

PLAIN = ("authority", "superior", "symbol", "place", "decider", "contact", "signer", "address", "number")


class CasePaperSerializer(serializers.ModelSerializer[CasePaper]):
    file = serializers.SerializerMethodField()
    plain = serializers.SerializerMethodField()
    made_by = serializers.CharField(source="made_by.full_name", default="", read_only=True)

    class Meta:
        model = CasePaper
        fields: ClassVar[list[str]] = [
            "id", "kind", "version", "number", "issued_on", "wording_version", "wording_sha256", "sha256", "letterhead",
            "file", "plain", "made_by", "made_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_file(self, paper: CasePaper) -> str:
        """The address of the paper itself."""
        return reverse("files_api:download", args=[paper.file.public_id])

    def get_plain(self, paper: CasePaper) -> str:
        """The address of the plain sheet beside it."""
        return reverse("files_api:download", args=[paper.plain.public_id])

    def to_representation(self, instance: CasePaper) -> dict[str, Any]:
        """A field the reader may not see has no key."""
        readable = readable_fields(self.context["request"].user, instance)
        return {name: value for name, value in super().to_representation(instance).items() if name in readable}


class PaperBody(StrictSerializer):
    """The kind of paper, its number and day, and what stands around the text."""

    kind = serializers.ChoiceField(choices=PaperKind.choices)
    number = words(6, **BLANK)
    issued_on = serializers.DateField(required=False, allow_null=True, default=None)
    sitting_at = serializers.TimeField(required=False, allow_null=True, default=None)
    authority = words(160)
    superior = words(160, **BLANK)
    symbol = words(20, **BLANK)
    place = words(60, required=False, default="Hà Nội")
    decider = words(160, **BLANK)
    contact = words(300, **BLANK)
    signer = words(120, **BLANK)
    address = serializers.ChoiceField(choices=["ông", "bà", "đồng chí"], allow_blank=True, default="")
    capacity = serializers.ListField(child=words(160), required=False, default=list, max_length=6)
    recipients = serializers.ListField(child=words(160), required=False, default=list, max_length=12)

    def letterhead(self) -> Letterhead:
        data = self.validated_data
        return Letterhead(
            **{name: data[name] for name in PLAIN},
            capacity=tuple(data["capacity"]),
            recipients=tuple(data["recipients"]),
            issued_on=data["issued_on"],
            sitting_at=data["sitting_at"],
        )


class NewExhibitSerializer(StrictSerializer, NewProofBody):
    """A file under a new number."""


class ExhibitVersionSerializer(StrictSerializer, UploadBody):
    """A better file under the same number."""


class WithdrawExhibitSerializer(StrictSerializer, WithdrawalBody):
    """Why it goes out of sight."""
