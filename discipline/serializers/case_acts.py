"""Bodies of the acts on a case; each carries the version of what it was made from."""

from typing import Any

from rest_framework import serializers

from discipline.enums import (
    Attendance,
    BarGround,
    CaseRole,
    ComplaintOutcome,
    DeliveryKind,
    Effect,
    Form,
    Manner,
    Outcome,
    SeatRole,
    Session,
    Source,
    Track,
)
from foundation.web.strict import StrictSerializer

Fields = dict[str, Any]
BLANK: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}


def words(most: int = 4000, **more: Any) -> Any:
    return serializers.CharField(max_length=most, **more)


def day(**more: Any) -> Any:
    return serializers.DateField(**more)


def one_of(choices: Any, **more: Any) -> Any:
    return serializers.ChoiceField(choices=choices.choices, **more)


def body(title: str, /, **fields: Any) -> type[StrictSerializer]:
    """A serializer that takes these keys and the version."""
    version = serializers.IntegerField(min_value=1)
    made: type[StrictSerializer] = type(f"Case{title}Body", (StrictSerializer,), {**fields, "row_version": version})
    return made


def on_part(title: str, /, **fields: Any) -> type[StrictSerializer]:
    """The same for an act on a part: `part` is its id, the version is the part's where it has one."""
    return body(title, part=serializers.IntegerField(min_value=1), **fields)


class ReportBody(StrictSerializer):
    subject = words(
        160,
        required=False,
        help_text="Code of the person; of whom you may not read “code · full name”. Or a unit in subject_unit.",
    )
    subject_unit = words(40, required=False)
    acted_on = day()
    acted_until = day(required=False, allow_null=True, default=None)
    discovered_on = day()
    allegation = words()
    source = one_of(Source)
    source_ref = words(120, **BLANK)
    intake_note = words(**BLANK)
    indicator = words(60, required=False, help_text="catalogue:code, in the wording of the day of the act.")
    track = one_of(Track, default=Track.ADMINISTRATIVE)
    words_kept = serializers.BooleanField(default=False)
    after_leaving = serializers.BooleanField(default=False)


Empty = body("Empty")
Reason = body("Reason", reason=words())
Settle = body(
    "Settle", kind=words(40), notified_on=day(), text=words(), document=words(160), reason=words(),
    effect=one_of(Effect, default=Effect.NONE), period=day(required=False, allow_null=True, default=None),
    remedy_due_on=day(required=False, allow_null=True, default=None),
)  # fmt: skip
Open = body(
    "Open", opened_on=day(),
    **{name: serializers.BooleanField(default=False) for name in ("exemption", "suspension", "proposals")},
)  # fmt: skip
Extend = body("Extend", on=day(), reason=words())
Suspend = body("Suspend", ground=words(40), proof=words(300), from_on=day(), review_on=day(), reason=words())
Resume = body("Resume", on=day())
Exempt = body("Exempt", ground=words(40), reason=words())
Twin = body("Twin", twin=words(20))
FileReadingBody = body("FileReading", on=day(), reader=words(160), what=words(300))
StatementBody = body(
    "Statement", submitted_on=day(), text=words(20000, **BLANK), named_form=one_of(Form, **BLANK),
    handed_in=serializers.BooleanField(default=True),
)  # fmt: skip
Summon = body("Summon", session=one_of(Session), sent_on=day(), sitting_on=day(), place=words(200))
Attended = on_part(
    "Attendance", attendance=one_of(Attendance), received_on=day(required=False, allow_null=True, default=None),
    reason=words(300, **BLANK),
)  # fmt: skip
SeatBody = body("Seat", role=one_of(SeatRole), person=words(20), document=words(160), appointed_on=day())
OnDay = on_part("OnDay", on=day())
Ended = on_part("End", on=day(), reason=words(300))
SittingBody = body(
    "Sitting", session=one_of(Session), held_on=day(), place=words(200), chair=words(20, required=False),
    invited=serializers.IntegerField(min_value=0), attended=serializers.IntegerField(min_value=0),
    subject_present=serializers.BooleanField(), minutes=words(20000), subject_heard=words(**BLANK),
    ballots=serializers.DictField(child=serializers.IntegerField(min_value=0), default=dict),
    proposed_form=words(24, **BLANK),
)  # fmt: skip
Draft = body(
    "Draft", outcome=one_of(Outcome), form=one_of(Form, **BLANK), number=words(80), signed_on=day(),
    effective_on=day(), authority=words(200), signer=words(160), grounds=words(20000),
    departure_reason=words(**BLANK), precedent_reason=words(**BLANK),
    version=serializers.IntegerField(min_value=1, required=False, help_text="Of a draft that is changed."),
)  # fmt: skip
Part = on_part("Part")
PartReason = on_part("PartReason", reason=words(300))
Deliver = body(
    "Deliver", kind=one_of(DeliveryKind), received_on=day(), manner=one_of(Manner), receiver=words(160),
    note=words(300, **BLANK),
)  # fmt: skip
Complain = body("Complain", lodged_on=day(), text=words(20000), late_reason=words(300, **BLANK))
Answer = on_part(
    "Answer", outcome=one_of(ComplaintOutcome), answered_on=day(), document=words(160), authority=words(200),
    text=words(20000), form=one_of(Form, **BLANK),
)  # fmt: skip
Court = body("Court", on=day(), document=words(160), reason=words())
Fulfil = on_part("Fulfil", done_on=day(), note=words())
Name = body("Name", user=words(150), role=one_of(CaseRole), since=day(), reason=words(300, **BLANK))
Bar = body("Bar", person=words(20), ground=one_of(BarGround), since=day(), note=words(300, **BLANK))
Disclose = body("Disclose", number=serializers.IntegerField(min_value=1), on=day())
WitnessBody = body(
    "Witness", name=words(160, **BLANK), heard_on=day(), statement=words(20000), person=words(20, required=False)
)
Represent = body("Represent", code=words(20), full_name=words(160))
