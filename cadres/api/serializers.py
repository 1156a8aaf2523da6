"""How the registry looks in the API: exactly the fields the matrix opens to the reader."""

from typing import Any

from rest_framework import serializers

from cadres.enums import AbsenceKind, EmploymentKind, PostingKind, Sex
from cadres.models import Absence, Person, Position, Posting
from cadres.selectors.profile import masked_value
from foundation.access import field_rights
from foundation.access.matrix import matrix
from foundation.web.strict import StrictSerializer


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A field the reader may not see has no key; of a masked one a part is given; no list has a protected one."""

    unit = serializers.CharField(source="unit.code", read_only=True, default=None)
    birth_date = serializers.SerializerMethodField()
    national_id = serializers.SerializerMethodField()
    party_membership = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = (
            "id",
            "code",
            "full_name",
            "sex",
            "employment_kind",
            "rank_code",
            "joined_on",
            "education",
            "political_level",
            "unit",
            "left_on",
            "email",
            "note",
            "birth_date",
            "national_id",
            "party_membership",
            "row_version",
        )
        read_only_fields = fields

    def get_birth_date(self, person: Person) -> str | None:
        return person.birth_date.isoformat() if person.birth_date else None

    def get_national_id(self, person: Person) -> str | None:
        return person.national_id

    def get_party_membership(self, person: Person) -> dict[str, Any] | None:
        membership = getattr(person, "party_membership", None)
        if membership is None:
            return None
        return {"admitted_on": membership.admitted_on, "ended_on": membership.ended_on, "cell": membership.cell}

    def to_representation(self, person: Person) -> dict[str, Any]:
        rights = field_rights(self.context["request"].user, person)
        closed = matrix().policy_of(Person).protected if self.parent is not None else frozenset()
        shown: dict[str, Any] = {}
        for name, value in super().to_representation(person).items():
            if name in closed:
                continue
            if name in rights.readable:
                shown[name] = value
            elif name in rights.masked:
                shown[name] = masked_value(name, getattr(person, name))
        return shown


class ProfileFields(StrictSerializer):
    """What an edit may set."""

    full_name = serializers.CharField(max_length=120, required=False)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False, allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True)
    national_id = serializers.CharField(max_length=20, required=False, allow_blank=True, allow_null=True)
    employment_kind = serializers.ChoiceField(choices=EmploymentKind.choices, required=False)
    rank_code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    joined_on = serializers.DateField(required=False, allow_null=True)
    education = serializers.CharField(max_length=60, required=False, allow_blank=True)
    political_level = serializers.CharField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    note = serializers.CharField(max_length=400, required=False, allow_blank=True)


class RevealSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class BarSerializer(serializers.Serializer[Any]):
    """`until` is the last day on which it holds; null: no end is known."""

    reason = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    ground = serializers.CharField()


class RevealedSerializer(serializers.Serializer[Any]):
    national_id = serializers.CharField()


class PersonEditSerializer(ProfileFields):
    row_version = serializers.IntegerField(min_value=1, required=False)


class PersonCreateSerializer(ProfileFields):
    code = serializers.CharField(max_length=20)
    full_name = serializers.CharField(max_length=120)
    employment_kind = serializers.ChoiceField(choices=EmploymentKind.choices)
    unit = serializers.CharField(max_length=40)
    position = serializers.IntegerField(min_value=1)
    valid_from = serializers.DateField()
    decision_number = serializers.CharField(max_length=80, required=False, allow_blank=True)


class TransferSerializer(StrictSerializer):
    unit = serializers.CharField(max_length=40)
    position = serializers.IntegerField(min_value=1)
    on = serializers.DateField()
    decision_number = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=PostingKind.choices, default=PostingKind.PRIMARY)
    until = serializers.DateField(required=False, allow_null=True, default=None)
    exception_document = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    exception_document_date = serializers.DateField(required=False, allow_null=True, default=None)
    row_version = serializers.IntegerField(min_value=1, required=False)


class PositionSerializer(serializers.ModelSerializer[Position]):
    class Meta:
        model = Position
        fields = ("id", "name", "kind", "sensitive_field", "managing_level")
        read_only_fields = fields


class PostingSerializer(serializers.ModelSerializer[Posting]):
    person = serializers.CharField(source="person.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = Posting
        fields = (
            "id",
            "person",
            "unit",
            "position",
            "kind",
            "valid_from",
            "valid_to",
            "decision_number",
            "needs_confirmation",
            "confirmation_note",
            "exception_document",
            "exception_document_date",
            "row_version",
        )
        read_only_fields = fields


class VersionSerializer(StrictSerializer):
    row_version = serializers.IntegerField(min_value=1, required=False)


class EndPostingSerializer(VersionSerializer):
    on = serializers.DateField()


class PostingCreateSerializer(StrictSerializer):
    """A post beside the main one; `row_version` is that of the person."""

    person = serializers.CharField(max_length=20)
    unit = serializers.CharField(max_length=40)
    position = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=PostingKind.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)
    decision_number = serializers.CharField(max_length=80)
    exception_document = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    exception_document_date = serializers.DateField(required=False, allow_null=True, default=None)
    row_version = serializers.IntegerField(min_value=1, required=False)


class AbsenceSerializer(serializers.ModelSerializer[Absence]):
    person = serializers.CharField(source="person.code", read_only=True)

    class Meta:
        model = Absence
        fields = (
            "id",
            "person",
            "kind",
            "starts_on",
            "ends_on",
            "half_day",
            "document",
            "confirmed",
            "cancelled",
            "row_version",
        )
        read_only_fields = fields


class AbsenceCreateSerializer(StrictSerializer):
    person = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=AbsenceKind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    half_day = serializers.BooleanField(default=False)
    document = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")


class AbsenceEditSerializer(VersionSerializer):
    """What is left out stays."""

    kind = serializers.ChoiceField(choices=AbsenceKind.choices, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    half_day = serializers.BooleanField(required=False)
    document = serializers.CharField(max_length=160, required=False, allow_blank=True)


class CancelSerializer(VersionSerializer):
    reason = serializers.CharField(max_length=300)
