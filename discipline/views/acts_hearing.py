"""Acts by which the person concerned is heard: papers delivered, file read, statements, summons, council, minutes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discipline.enums import HANDLING, IN_EFFECT, CaseState, DeliveryKind, SeatRole, Session
from discipline.forms import hearing as forms
from discipline.models import Case, Delivery, FileReading, Seat, Sitting, Statement, Summons
from discipline.services import delivery, procedure, sittings
from discipline.services.sittings import NONE
from discipline.views.act_table import Act, Asked
from discipline.views.acts_flow import noticed

RUNNING = tuple(state.value for state in HANDLING)
FOR_DELIVERY = (*RUNNING, CaseState.SUSPENDED.value, CaseState.DECIDED.value, *(state.value for state in IN_EFFECT),
                CaseState.RESCINDED.value, CaseState.NO_DISCIPLINE.value, CaseState.NON_DISCIPLINARY.value)  # fmt: skip
SITTINGS = (CaseState.REVIEW_MEETING.value, CaseState.COUNCIL.value)


def _session(case: Case) -> str:
    return Session.COUNCIL if case.state == CaseState.COUNCIL else Session.REVIEW


def _delivery_start(asked: Asked) -> dict[str, Any]:
    kind = DeliveryKind.NOTICE
    if asked.case.state == CaseState.DECIDED:
        kind = DeliveryKind.DECISION
    elif asked.case.state in (CaseState.UPHELD, CaseState.AMENDED, CaseState.RESCINDED):
        kind = DeliveryKind.ANSWER
    elif asked.case.state == CaseState.NON_DISCIPLINARY:
        kind = DeliveryKind.MEASURE
    return {"initial": {"kind": kind, "received_on": asked.today}}


def _statement(asked: Asked, data: dict[str, Any]) -> Statement:
    handed_in = not data.pop("not_handed_in")
    return procedure.hand_in_statement(case=asked.case, handed_in=handed_in, today=asked.today, by=asked.user, **data)


def _forms(asked: Asked) -> list[tuple[str, str]]:
    return [(one.form, one.title) for one in asked.rules.forms(asked.case.subject_kind, asked.today)]


def _sitting_start(asked: Asked) -> dict[str, Any]:
    known = [(NONE, _("No discipline")), *_forms(asked)]
    initial = {"session": _session(asked.case), "held_on": asked.today, "subject_present": True}
    if asked.case.state == CaseState.COUNCIL:
        initial |= {"invited": 5, "attended": 5}
    return {"initial": initial, "choices": {"proposed_form": [("", "–"), *known]}, "ballots": known}


def _seat_start(asked: Asked) -> dict[str, Any]:
    held = set(asked.case.seats.filter(ended_on=None).values_list("role", flat=True))
    free = [(role.value, role.label) for role in SeatRole if role.value not in held]
    return {"choices": {"role": free or SeatRole.choices}, "initial": {"appointed_on": asked.today}}


def _new(name: str) -> Any:
    def start(asked: Asked) -> dict[str, Any]:
        return {"initial": {name: asked.today, "session": _session(asked.case)}}

    return start


def _of_case(service: Any) -> Any:
    return lambda asked, data: service(case=asked.case, today=asked.today, by=asked.user, **data)


def _seat_step(service: Any, *, today: bool) -> Any:
    def run(asked: Asked, data: dict[str, Any]) -> Any:
        given = {"today": asked.today} if today else {}
        return service(seat=asked.part, version=data.pop("row_version"), by=asked.user, **given, **data)

    return run


def _attendance(asked: Asked, data: dict[str, Any]) -> Summons:
    return procedure.record_attendance(
        summons=asked.part, today=asked.today, by=asked.user, version=data.pop("row_version"), **data
    )


def _on(name: str) -> Any:
    return lambda asked: {"initial": {name: asked.today}}


HEARING = (
    Act("deliver", _("Record a delivery"), "case_delivery.add", forms.DeliverForm, _of_case(delivery.record_delivery),
        FOR_DELIVERY, _("The day of receipt starts the term that hangs on the paper."), start=_delivery_start,
        makes=Delivery, icon="mail-opened"),
    Act("file_reading", _("Record reading of the file"), "case_file_reading.add", forms.FileReadingForm,
        _of_case(procedure.record_file_reading), RUNNING, start=_on("on"), ready=noticed, makes=FileReading,
        icon="book"),
    Act("statement", _("Record a statement"), "case_statement.add", forms.StatementForm, _statement, RUNNING,
        _("The self-criticism or a further explanation; or that none was handed in."), start=_on("submitted_on"),
        ready=noticed, makes=Statement, icon="message"),
    Act("summon", _("Summon to the sitting"), "case_summons.add", forms.SummonForm, _of_case(procedure.summon),
        SITTINGS, start=_new("sent_on"), makes=Summons, icon="mail-forward"),
    Act("attendance", _("Record what came of it"), "case_summons.update", forms.AttendanceForm, _attendance, RUNNING,
        ready=lambda asked: not asked.part.attendance, on=Summons, place="row", icon="check"),
    Act("seat_fill", _("Fill a seat"), "case_seat.fill", forms.SeatForm, _of_case(sittings.fill_seat),
        (CaseState.COUNCIL.value,), _("Declared relatives, witnesses and whoever has an interest are refused."),
        start=_seat_start, makes=Seat, icon="user-plus", place="council"),
    Act("seat_declare", _("Record the declaration"), "case_seat.declare", forms.OnForm,
        _seat_step(sittings.declare_no_tie, today=True), (CaseState.COUNCIL.value,),
        _("The member states that no family tie and no interest exists."), start=_on("on"),
        ready=lambda asked: asked.part.declared_on is None and asked.part.ended_on is None, on=Seat, place="row",
        icon="signature"),
    Act("seat_end", _("Take off the council"), "case_seat.end", forms.EndForm,
        _seat_step(sittings.end_seat, today=False), (CaseState.COUNCIL.value,), start=_on("on"),
        ready=lambda asked: asked.part.ended_on is None, on=Seat, place="row", icon="user-minus"),
    Act("sitting", _("Put the minutes on file"), "case_sitting.add", forms.SittingForm,
        _of_case(sittings.record_sitting), SITTINGS, _("Counts of ballots only, never who voted how."),
        start=_sitting_start, makes=Sitting, icon="notes"),
)  # fmt: skip
