"""Acts on a case as data: the right that is asked, the body, the service; each becomes one POST of the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from discipline.models import (
    CaseBar,
    CaseMember,
    Complaint,
    Decision,
    Delivery,
    Disclosure,
    FileReading,
    RestorationTask,
    Seat,
    Sitting,
    Statement,
    Summons,
    Witness,
)
from discipline.selectors import cases
from discipline.serializers import case_acts as bodies
from discipline.services import (
    complaints,
    deciding,
    delivery,
    evidence,
    naming,
    opening,
    procedure,
    representation,
    review,
    sittings,
)
from foundation.access import visible_to
from foundation.workflow.errors import InvalidInput, NotFound


@dataclass(frozen=True)
class Act:
    """`makes`: a row of this model is added, the right is asked of it. `on`: the act is done to such a row.

    `argument` names the row for the service; `versioned` services compare the version themselves.
    """

    name: str
    right: str
    body: type[Any]
    call: Callable[..., Any]
    makes: type[Any] | None = None
    on: type[Any] | None = None
    argument: str = "case"
    dated: bool = True
    versioned: bool = False
    ready: Callable[[User, dict[str, Any]], dict[str, Any]] = lambda user, data: data


def _person(name: str) -> Callable[[User, dict[str, Any]], dict[str, Any]]:
    """A person of the body by code, within the reader's reach."""

    def found(user: User, data: dict[str, Any]) -> dict[str, Any]:
        code = data.pop(name, "")
        person = visible_to(user, Person.objects.filter(code=code)).first() if code else None
        if code and person is None:
            raise InvalidInput(_("There is nobody with this code within your reach."), field=name, code="unknown")
        return {**data, name: person}

    return found


def _account(user: User, data: dict[str, Any]) -> dict[str, Any]:
    found = visible_to(user, User.objects.filter(username=data["user"], is_active=True)).first()
    if found is None:
        raise InvalidInput(_("There is no active account with this name."), field="user", code="unknown")
    return {**data, "user": found}


def _twin(user: User, data: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"twin": cases.one(user, data["twin"])}
    except NotFound as error:
        raise InvalidInput(_("There is no such case within your reach."), field="twin", code="unknown") from error


def _checks(user: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"opened_on": data["opened_on"], "checks": {name: data[name] for name in opening.CHECKS}}


STEP, READ = "case.step", "case.read"
ACTS = (
    Act("take_up", STEP, bodies.Empty, review.take_up),
    Act("dismiss", STEP, bodies.Reason, review.dismiss),
    Act("settle", STEP, bodies.Settle, review.settle_otherwise),
    Act("open", STEP, bodies.Open, opening.open_case, ready=_checks),
    Act("extend", STEP, bodies.Extend, opening.extend),
    Act("suspend", STEP, bodies.Suspend, opening.suspend),
    Act("resume", STEP, bodies.Resume, opening.resume),
    Act("time_bar", STEP, bodies.Reason, opening.find_time_barred),
    Act("exempt", STEP, bodies.Exempt, opening.exempt),
    Act("link_twin", STEP, bodies.Twin, opening.link_twin, dated=False, ready=_twin),
    Act("name_member", "case.name", bodies.Name, naming.name_member, dated=False, ready=_account),
    Act("end_member", "case_member.end", bodies.Ended, naming.end_member, on=CaseMember, argument="member",
        dated=False),
    Act("bar", "case.bar", bodies.Bar, naming.bar, dated=False, ready=_person("person")),
    Act("lift_bar", "case_bar.lift", bodies.Ended, naming.lift_bar, on=CaseBar, argument="bar", dated=False),
    Act("deliver", "case_delivery.add", bodies.Deliver, delivery.record_delivery, makes=Delivery),
    Act("file_reading", "case_file_reading.add", bodies.FileReadingBody, procedure.record_file_reading,
        makes=FileReading),
    Act("ask_self_criticism", STEP, bodies.Empty, procedure.ask_self_criticism, dated=False),
    Act("statement", "case_statement.add", bodies.StatementBody, procedure.hand_in_statement, makes=Statement),
    Act("call_review", STEP, bodies.Empty, procedure.call_review, dated=False),
    Act("summon", "case_summons.add", bodies.Summon, procedure.summon, makes=Summons),
    Act("attendance", "case_summons.update", bodies.Attended, procedure.record_attendance, on=Summons,
        argument="summons", versioned=True),
    Act("form_council", STEP, bodies.Empty, sittings.form_council, dated=False),
    Act("form_council_without_review", STEP, bodies.Reason, sittings.form_council_without_review, dated=False),
    Act("seat", "case_seat.fill", bodies.SeatBody, sittings.fill_seat, makes=Seat, ready=_person("person")),
    Act("declare", "case_seat.declare", bodies.OnDay, sittings.declare_no_tie, on=Seat, argument="seat",
        versioned=True),
    Act("end_seat", "case_seat.end", bodies.Ended, sittings.end_seat, on=Seat, argument="seat", dated=False,
        versioned=True),
    Act("sitting", "case_sitting.add", bodies.SittingBody, sittings.record_sitting, makes=Sitting,
        ready=_person("chair")),
    Act("submit", STEP, bodies.Empty, sittings.submit_for_decision, dated=False),
    Act("submit_without_council", STEP, bodies.Reason, sittings.submit_without_council, dated=False),
    Act("draft", "case_decision.draft", bodies.Draft, deciding.draft_decision, makes=Decision),
    Act("discard", "case_decision.discard", bodies.PartReason, deciding.discard_draft, on=Decision,
        argument="decision", dated=False),
    Act("decide", "case_decision.sign", bodies.Part, deciding.decide, on=Decision, argument="decision",
        versioned=True),
    Act("complain", "case_complaint.lodge", bodies.Complain, complaints.lodge, makes=Complaint),
    Act("answer", "case_complaint.answer", bodies.Answer, complaints.answer, on=Complaint, argument="complaint",
        versioned=True),
    Act("rescind_by_court", STEP, bodies.Court, complaints.rescind_by_court),
    Act("fulfil", "case_restoration.fulfil", bodies.Fulfil, complaints.fulfil, on=RestorationTask, argument="task"),
    Act("disclose", "case_disclosure.add", bodies.Disclose, evidence.disclose, makes=Disclosure),
    Act("witness", "case_witness.add", bodies.WitnessBody, evidence.hear_witness, makes=Witness,
        ready=_person("person")),
    Act("representative", "case.answer", bodies.Represent, representation.name_representative),
    Act("release", "case.answer", bodies.Part, representation.release_representative, argument="case"),
)  # fmt: skip
"""`case.answer` acts are those of the person concerned; a statement and a complaint are theirs and the handler's."""
