"""Acts that move a case on or end it: review, opening, pauses, stages up to the decision."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discipline.enums import HANDLING, CaseState, DeliveryKind, Session
from discipline.forms import signals as forms
from discipline.models import Case
from discipline.services import opening, procedure, review, sittings
from discipline.states import CASE
from discipline.views.act_table import Act, Asked
from foundation.access import visible_to
from foundation.workflow.errors import InvalidInput


def _from(move: str) -> tuple[str, ...]:
    return CASE.find(move).sources


def _today(*names: str) -> Any:
    return lambda asked: {"initial": dict.fromkeys(names, asked.today)}


def _listed(grounds: Any) -> list[tuple[str, str]]:
    return [(one.key, one.title) for one in grounds]


def _open(asked: Asked, data: dict[str, Any]) -> Case:
    checks = {name: bool(data.get(name)) for name in opening.CHECKS}
    return opening.open_case(
        case=asked.case, opened_on=data["opened_on"], checks=checks, today=asked.today, by=asked.user
    )


def _link(asked: Asked, data: dict[str, Any]) -> Case:
    other = visible_to(asked.user, Case.objects.filter(code=data["twin"].strip()), "handle").first()
    if other is None:
        raise InvalidInput(_("No case in your hands has this number."), field="twin", code="twin_unknown")
    return opening.link_twin(case=asked.case, twin=other, by=asked.user)


def _plain(service: Any, *, today: bool = False) -> Any:
    def run(asked: Asked, data: dict[str, Any]) -> Any:
        given = {**data, "today": asked.today} if today else data
        return service(case=asked.case, by=asked.user, **given)

    return run


def _settle_start(asked: Asked) -> dict[str, Any]:
    return {
        "choices": {"kind": _listed(asked.rules.soft_measures(asked.today))}, "initial": {"notified_on": asked.today}
    }  # fmt: skip


def _suspend_start(asked: Asked) -> dict[str, Any]:
    grounds = _listed(asked.rules.suspension_grounds(asked.today))
    return {"choices": {"ground": grounds}, "initial": {"from_on": asked.today}}


def _exempt_start(asked: Asked) -> dict[str, Any]:
    return {"choices": {"ground": _listed(asked.rules.exemption_grounds(asked.today))}}


def noticed(asked: Asked) -> bool:
    """Notice was given: from then on the person concerned is heard."""
    return any(one.kind == DeliveryKind.NOTICE for one in asked.case.deliveries.all())


def _sat(asked: Asked, session: str) -> bool:
    return any(one.session == session for one in asked.case.sittings.all())


def _limit_may_grow(asked: Asked) -> bool:
    """Not extended yet, and not by who has handled the case longest; a paper of its time may be written down later."""
    return asked.case.extended_on is None and opening.longest_handler(asked.case) != asked.user.pk


STEP = "case.step"
FLOW = (
    Act("take_up", _("Take up for review"), STEP, forms.ConfirmForm, _plain(review.take_up, today=True),
        _from("take_up"), _("The review begins. Declared relatives of the person concerned are kept out."),
        move="take_up", icon="eye-check"),
    Act("open_case", _("Open the case"), STEP, forms.OpenForm, _open, _from("open_case"),
        _("From now on the person concerned reads the case, and the handling limit counts from the discovery."),
        start=_today("opened_on"), move="open_case", icon="folder-open", weighty=True),
    Act("ask_self_criticism", _("Ask for the self-criticism"), STEP, forms.ConfirmForm,
        _plain(procedure.ask_self_criticism), _from("ask_self_criticism"),
        _("Notice was given before. The person concerned is told until when."), ready=noticed,
        move="ask_self_criticism", icon="pencil"),
    Act("call_review", _("Go on to the review meeting"), STEP, forms.ConfirmForm, _plain(procedure.call_review),
        _from("call_review"), _("The statement, or the record that there is none, lies before."), move="call_review",
        ready=lambda asked: bool(asked.case.statements.all()), icon="users"),
    Act("form_council", _("Go on to the council"), STEP, forms.ConfirmForm, _plain(sittings.form_council),
        _from("form_council"), _("The minutes of the review meeting lie before."), move="form_council",
        ready=lambda asked: asked.case.track == "administrative" and _sat(asked, Session.REVIEW), icon="users-group"),
    Act("submit", _("Submit for decision"), STEP, forms.ConfirmForm, _plain(sittings.submit_for_decision),
        _from("submit_for_decision"), _("The file goes to whoever decides, with the council's proposal."),
        move="submit_for_decision", ready=lambda asked: _sat(asked, Session.COUNCIL), icon="send"),
    Act("submit_without_council", _("Submit without a council"), STEP, forms.ReasonForm,
        _plain(sittings.submit_without_council), _from("submit_without_council"),
        _("Only where the rules or the track know no council. The reason stays with the case."),
        move="submit_without_council", ready=lambda asked: _sat(asked, Session.REVIEW), icon="send", place="more"),
    Act("form_council_without_review", _("Council without a review meeting"), STEP, forms.ReasonForm,
        _plain(sittings.form_council_without_review), _from("form_council_without_review"),
        _("Only where the authority so decides. The reason stays with the case."), move="form_council_without_review",
        ready=lambda asked: asked.case.track == "administrative", icon="users-group", place="more"),
    Act("resume", _("Go on with the case"), STEP, forms.ResumeForm, _plain(opening.resume, today=True),
        (CaseState.SUSPENDED.value,), _("The handling limit moves by the days it was paused."), start=_today("on"),
        icon="player-play"),
    Act("settle_otherwise", _("Answer by a measure that is not discipline"), STEP, forms.SettleForm,
        _plain(review.settle_otherwise, today=True), _from("settle_otherwise"),
        _("A reminder or lesson drawn. It is never called discipline."), start=_settle_start, move="settle_otherwise",
        icon="message-circle", place="more", weighty=True),
    Act("dismiss", _("Dismiss the signal"), STEP, forms.ReasonForm, _plain(review.dismiss, today=True),
        _from("dismiss"), _("It leads to nothing and never shows in an evaluation. This cannot be undone."),
        move="dismiss", icon="x", place="more", weighty=True),
    Act("extend", _("Extend the handling limit"), STEP, forms.ExtendForm, _plain(opening.extend, today=True),
        (*(state.value for state in HANDLING), CaseState.SUSPENDED.value),
        _("Once, while the first limit runs. The person concerned is told."), start=_today("on"),
        ready=lambda asked: _limit_may_grow(asked), icon="calendar-plus", place="clock"),
    Act("suspend", _("Pause the case"), STEP, forms.SuspendForm, _plain(opening.suspend, today=True), _from("suspend"),
        _("On a ground of the rules. The handling limit does not run meanwhile."), start=_suspend_start,
        move="suspend", icon="player-pause", place="clock"),
    Act("find_time_barred", _("Record as time-barred"), STEP, forms.ReasonForm,
        _plain(opening.find_time_barred, today=True), _from("find_time_barred"),
        _("Only once no form may be applied any more. This ends the case."), move="find_time_barred",
        icon="hourglass-off", place="more", weighty=True),
    Act("exempt", _("End: exempt from discipline"), STEP, forms.ExemptForm, _plain(opening.exempt, today=True),
        _from("exempt"), _("On a ground of the rules. This ends the case."), start=_exempt_start, move="exempt",
        icon="shield", place="more", weighty=True),
    Act("link_twin", _("Link the other track"), STEP, forms.TwinForm, _link, (),
        _("The administrative and the Party case about one person, both in your hands."),
        ready=lambda asked: asked.case.twin_id is None and asked.case.subject_id is not None
        and asked.case.closed_on is None, icon="link", place="twin"),
)  # fmt: skip
