"""How successions and reorganisations look in the API, and the bodies that order them."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from foundation.web.strict import StrictSerializer
from organization.enums import SuccessionKind
from organization.models import Reorganisation, UnitSuccession
from organization.rules.order import MOST_PARTS, MOST_UNITS


class SuccessionSerializer(serializers.ModelSerializer[UnitSuccession]):
    """Units by code; one out of the reader's reach is null."""

    predecessor = serializers.SerializerMethodField()
    successor = serializers.SerializerMethodField()

    class Meta:
        model = UnitSuccession
        fields = ("id", "predecessor", "successor", "effective_on", "kind", "legal_basis")
        read_only_fields = fields

    def get_predecessor(self, edge: UnitSuccession) -> str | None:
        return edge.predecessor.code if edge.predecessor_id in self.context.get("seen", ()) else None

    def get_successor(self, edge: UnitSuccession) -> str | None:
        return edge.successor.code if edge.successor and edge.successor_id in self.context.get("seen", ()) else None


class ReorganisationSerializer(serializers.ModelSerializer[Reorganisation]):
    class Meta:
        model = Reorganisation
        fields = (
            "id",
            "kind",
            "effective_on",
            "legal_basis",
            "decided_on",
            "content",
            "state",
            "people",
            "problem",
            "created_by",
            "created_at",
            "confirmed_by",
            "confirmed_at",
            "done_at",
            "row_version",
        )
        read_only_fields = fields


@extend_schema_serializer(component_name="ReorganisationLine")
class LineSerializer(serializers.Serializer[Any]):
    group = serializers.CharField()
    text = serializers.CharField()
    count = serializers.IntegerField()
    names = serializers.ListField(child=serializers.CharField())


class PreviewSerializer(serializers.Serializer[Any]):
    """`refusal` says why the order cannot be confirmed as things stand."""

    fingerprint = serializers.CharField()
    refusal = serializers.CharField()
    lines = LineSerializer(many=True)


class PartSerializer(StrictSerializer):
    """`unit` names an existing unit by its code; without it the new unit's code and name are needed."""

    unit = serializers.CharField(max_length=40, required=False)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    name_en = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    short_name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class OrderSerializer(StrictSerializer):
    """`divisions` (by code) and `people` (by id) say which successor, by its place in `into`; others go to `rest`."""

    kind = serializers.ChoiceField(choices=SuccessionKind.choices)
    effective_on = serializers.DateField()
    legal_basis = serializers.CharField(max_length=160)
    decided_on = serializers.DateField()
    units = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=MOST_UNITS)
    into = PartSerializer(many=True, required=False, default=list)
    rest = serializers.IntegerField(min_value=0, max_value=MOST_PARTS, default=0)
    divisions = serializers.DictField(child=serializers.IntegerField(min_value=0), default=dict)
    people = serializers.DictField(child=serializers.IntegerField(min_value=0), default=dict)
    heads = serializers.DictField(child=serializers.IntegerField(min_value=0), default=dict)


class ConfirmSerializer(StrictSerializer):
    row_version = serializers.IntegerField(min_value=1, required=False)
    fingerprint = serializers.CharField(max_length=64)


class CancelReorganisationSerializer(StrictSerializer):
    row_version = serializers.IntegerField(min_value=1, required=False)
    reason = serializers.CharField(max_length=300)
