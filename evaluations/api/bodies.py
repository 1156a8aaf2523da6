"""What the API takes: known keys only, the version of the row with every write."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from evaluations.enums import Grade, ObjectionOutcome, RevisionKind, Step
from foundation.files.serializers import NewProofBody as NewProofFields
from foundation.files.serializers import UploadBody
from foundation.files.serializers import WithdrawalBody as WithdrawalFields
from foundation.web.strict import StrictSerializer


def body(form: Any) -> dict[str, Any]:
    """The checked values, or a 400."""
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def month_of(text: str) -> date | None:
    """2026-02 as the first of that month."""
    year, dash, month = text.partition("-")
    if len(text) != 7 or not dash or not (year + month).isdecimal() or not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    return date(int(year), int(month), 1)


class VersionBody(StrictSerializer):
    row_version = serializers.IntegerField(min_value=1, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A missing version is left to the service, which answers 428."""
        attrs.setdefault("row_version", None)
        return attrs


class NoBody(StrictSerializer):
    """An act that takes nothing refuses everything."""


class ReasonBody(VersionBody):
    reason = serializers.CharField(max_length=2000)


class OpenBody(StrictSerializer):
    period = serializers.CharField(max_length=7)
    unit = serializers.CharField(max_length=40, required=False)

    def validate_period(self, value: str) -> date:
        found = month_of(value)
        if found is None:
            raise serializers.ValidationError(_("Name the month as YYYY-MM."))
        return found


class LineBody(StrictSerializer):
    points = serializers.CharField(max_length=10, required=False, allow_null=True, allow_blank=True)
    deductions = serializers.ListField(required=False, max_length=50)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    evidence = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=50)


class LinesBody(VersionBody):
    lines = serializers.DictField(child=LineBody())
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ChoiceBody(StrictSerializer):
    evaluation = serializers.IntegerField(min_value=1)
    grade = serializers.ChoiceField(choices=Grade.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class DecideBody(VersionBody):
    choices = ChoiceBody(many=True, required=False, default=list)


class ExtendBody(ReasonBody):
    step = serializers.ChoiceField(choices=Step.choices)
    until = serializers.DateField()


class DocumentBody(VersionBody):
    document = serializers.CharField(max_length=160, allow_blank=True)


class ReviseBody(VersionBody):
    """A correction of a published sheet; without `lines` those published stay, without `grade` the proposed one."""

    kind = serializers.ChoiceField(choices=RevisionKind.choices)
    reason = serializers.CharField(max_length=4000)
    lines = serializers.DictField(child=LineBody(), required=False, default=None, allow_null=True)
    grade = serializers.ChoiceField(choices=Grade.choices, required=False, allow_blank=True, default="")
    departure_reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    document = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    document_date = serializers.DateField(required=False, allow_null=True, default=None)
    quota_document = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")


class SettleBody(VersionBody):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class AssignBody(ReasonBody):
    person = serializers.CharField(max_length=20)


class AssignSuperiorBody(AssignBody):
    before = serializers.CharField(max_length=20)


class MovedAnswer(serializers.Serializer[None]):
    """How many sheets went to the person named."""

    sheets = serializers.IntegerField()


class ObjectionBody(StrictSerializer):
    grounds = serializers.CharField(max_length=5000)


class AnswerBody(VersionBody):
    text = serializers.CharField(max_length=5000)
    outcome = serializers.ChoiceField(
        choices=[choice for choice in ObjectionOutcome.choices if choice[0] != ObjectionOutcome.WITHDRAWN.value]
    )


class OpenedAnswer(serializers.Serializer[None]):
    """What an opening did; population = created + existing + excluded."""

    cycle = serializers.CharField()
    population = serializers.IntegerField()
    created = serializers.IntegerField()
    existing = serializers.IntegerField()
    excluded = serializers.DictField(child=serializers.IntegerField())


class StandingRow(serializers.Serializer[None]):
    evaluation = serializers.IntegerField()
    proposed = serializers.CharField()
    tied = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())
    to_confirm = serializers.ListField(child=serializers.CharField())


class StandingAnswer(serializers.Serializer[None]):
    """Proposals of a unit's month after the quota, with their reasons as sentences."""

    quota = serializers.CharField(allow_blank=True)
    limit = serializers.IntegerField(allow_null=True)
    rows = StandingRow(many=True)


class NewProofBody(StrictSerializer, NewProofFields):
    """A file under a new number."""


class ProofVersionBody(StrictSerializer, UploadBody):
    """A better file under the same number."""


class WithdrawalBody(StrictSerializer, WithdrawalFields):
    """Why a file is taken out of sight."""
