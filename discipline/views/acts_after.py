"""The decision, complaints against it, what is owed after a rescission."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discipline.enums import CaseState, DecisionState, RestorationKind, RestorationState
from discipline.forms import deciding as forms
from discipline.forms.signals import ReasonForm
from discipline.models import Complaint, Decision, RestorationTask
from discipline.selectors.decisions import draft_of
from discipline.services import complaints, deciding
from discipline.states import CASE
from discipline.views.act_table import Act, Asked

PENDING = (CaseState.DECISION_PENDING.value,)
COMPLAINED = (CaseState.COMPLAINT_1.value, CaseState.COMPLAINT_2.value)
DRAFT_FIELDS = (
    "outcome", "form", "number", "signed_on", "effective_on", "authority", "signer", "grounds", "departure_reason",
    "precedent_reason", "row_version",
)  # fmt: skip


def _selectable(asked: Asked) -> list[tuple[str, str]]:
    return [(one.form, one.title) for one in asked.rules.forms(asked.case.subject_kind, asked.today)]


def _draft_start(asked: Asked) -> dict[str, Any]:
    draft = draft_of(asked.case)
    initial: dict[str, Any] = {"signed_on": asked.today, "effective_on": asked.today}
    if draft is not None:
        initial = {name: getattr(draft, name) for name in DRAFT_FIELDS}
    return {"choices": {"form": [("", "–"), *_selectable(asked)]}, "initial": initial}


def _draft(asked: Asked, data: dict[str, Any]) -> Decision:
    version = data.pop("row_version")
    return deciding.draft_decision(case=asked.case, version=version, today=asked.today, by=asked.user, **data)


def _answer(asked: Asked, data: dict[str, Any]) -> Any:
    version = data.pop("row_version")
    return complaints.answer(complaint=asked.part, version=version, today=asked.today, by=asked.user, **data)


def _answer_start(asked: Asked) -> dict[str, Any]:
    return {"choices": {"form": [("", "–"), *_selectable(asked)]}, "initial": {"answered_on": asked.today}}


def _on(name: str) -> Any:
    return lambda asked: {"initial": {name: asked.today}}


AFTER = (
    Act("decision_draft", _("Enter the decision"), "case_decision.draft", forms.DraftForm, _draft, PENDING,
        _("From the signed paper. Somebody else puts it on file."), start=_draft_start, makes=Decision,
        icon="file-pencil"),
    Act("decision_sign", _("Put the decision on file"), "case_decision.sign", forms.SignForm,
        lambda asked, data: deciding.decide(
            decision=asked.part, version=data["row_version"], today=asked.today, by=asked.user
        ),
        PENDING, _("The case is decided. Everything owed to the person is checked again. This cannot be undone."),
        ready=lambda asked: asked.part.state == DecisionState.DRAFT, move="sign", on=Decision, place="row",
        icon="gavel", weighty=True),
    Act("decision_discard", _("Discard the draft"), "case_decision.discard", ReasonForm,
        lambda asked, data: deciding.discard_draft(decision=asked.part, by=asked.user, **data), PENDING,
        ready=lambda asked: asked.part.state == DecisionState.DRAFT, move="discard", on=Decision, place="row",
        icon="trash"),
    Act("complaint_lodge", _("Take note of a complaint"), "case_complaint.lodge", forms.LodgeForm,
        lambda asked, data: complaints.lodge(case=asked.case, today=asked.today, by=asked.user, **data),
        tuple(state.value for state in complaints.LEVEL_OF),
        _("Lodged on paper. The decision stays in force while it is answered."), start=_on("lodged_on"),
        makes=Complaint, icon="message-report"),
    Act("complaint_answer", _("Enter the answer"), "case_complaint.answer", forms.AnswerForm, _answer, COMPLAINED,
        _("Not by whoever put the decision on file. A rescission opens what is owed to the person."),
        start=_answer_start,
        ready=lambda asked: asked.part.answered_on is None
        and asked.user.pk not in asked.case.duty_accounts()["decider"],
        on=Complaint, place="row", icon="message-check", weighty=True),
    Act("rescind_by_court", _("Rescinded by a court"), "case.step", forms.CourtForm,
        lambda asked, data: complaints.rescind_by_court(case=asked.case, today=asked.today, by=asked.user, **data),
        CASE.find("rescind_by_court").sources, _("A judgement that rescinds the decision, whatever was answered."),
        start=_on("on"), move="rescind_by_court", icon="scale", place="more", weighty=True),
    Act("restoration_fulfil", _("Record as done"), "case_restoration.fulfil", forms.FulfilForm,
        lambda asked, data: complaints.fulfil(task=asked.part, today=asked.today, by=asked.user, **data),
        (CaseState.RESCINDED.value,), start=_on("done_on"),
        ready=lambda asked: asked.part.state == RestorationState.OPEN
        and asked.part.kind != RestorationKind.EVALUATION,
        move="fulfil", on=RestorationTask, place="row", icon="check"),
)  # fmt: skip
