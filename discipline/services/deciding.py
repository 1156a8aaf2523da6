"""The decision: entered from the signed paper by one person, put on file by another; nothing owed may be missing."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.enums import CaseState, Form, Outcome, Session
from discipline.models import Case, Decision
from discipline.rules.book import RuleBook
from discipline.rules.due_process import blocking
from discipline.rules.values import SELECTABLE
from discipline.selectors.clocks import clock_of, time_bar_of
from discipline.selectors.precedents import precedents_for
from discipline.selectors.process import owed
from discipline.selectors.rule_book import book
from discipline.services.naming import bar_relatives
from discipline.services.rotation import follow_rotation
from discipline.services.sittings import NONE
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned, tell_handlers
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from organization.selectors.calendar import working_calendar

TEXTS = ("number", "authority", "signer", "grounds")


def draft_decision(
    *,
    case: Case,
    outcome: str,
    form: str,
    number: str,
    signed_on: date,
    effective_on: date,
    authority: str,
    signer: str,
    grounds: str,
    today: date,
    by: User,
    departure_reason: str = "",
    precedent_reason: str = "",
    version: int | None = None,
    source: str = "app",
) -> Decision:
    """Enter the signed decision; a draft that exists is changed and needs its `version`.

    Args:
        departure_reason: owed where the form departs from what the council proposed.
        precedent_reason: owed where the form lies outside what was given in like cases.

    Raises:
        Refused: another stage; somebody else wrote the present draft; a step owed to the person concerned is missing;
            the form is not valid for this kind of subject on that day, or its time bar has passed; a reason is owed.
        InvalidInput: a text or day is missing or wrong; StaleVersion.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_decision.draft", as_part=Decision)
        in_state(row, CaseState.DECISION_PENDING)
        given = {
            "outcome": outcome, "form": form if outcome == Outcome.FORM else "", "number": number.strip(),
            "signed_on": signed_on, "effective_on": effective_on, "authority": authority.strip(),
            "signer": signer.strip(), "grounds": grounds.strip(), "departure_reason": departure_reason.strip(),
            "precedent_reason": precedent_reason.strip(),
        }  # fmt: skip
        _check_words(given, row, today)
        rules = book()
        kept = _checked(row, given, rules, today)
        draft = row.decisions.filter(state="draft").first()
        if draft is not None:
            if draft.drafted_by_id != by.pk:
                raise Refused(
                    _("Somebody else wrote this draft: discard it first, then write your own."),
                    code="drafted_by_another",
                )
            return update_version(draft, version=version, changes={**given, "rules": kept})
        last = row.decisions.exclude(state="discarded").count()
        made = Decision.objects.create(case=row, version=last + 1, rules=kept, drafted_by=by, **given)
        tell_handlers(row, occasion=f"draft:{made.pk}", title=gettext_noop("Case %(code)s: a decision to sign"), by=by)
        return made


def discard_draft(*, decision: Decision, reason: str, by: User, source: str = "app") -> Decision:
    """Throw a draft away; it stays readable as discarded."""
    with recorded(by=by, source=source):
        require(by, "case_decision.discard", decision)
        taken(decision.case, by=by, act="case_decision.discard", as_part=Decision)
        current = Decision.objects.select_for_update(of=("self",)).select_related("case").get(pk=decision.pk)
        gone: Decision = move(current, "discard", by=by, reason=reason, source=source)
        settle(gone.case, f"draft:{gone.pk}", by=by)
        return gone


def decide(*, decision: Decision, version: int | None, today: date, by: User, source: str = "app") -> Case:
    """Put the drafted decision on file: the case is decided, or ends without discipline.

    Everything is checked again as the case stands now. Of two people at once one wins, the other is told.

    Raises:
        Forbidden: who drafted it, or who is kept out of the case.
        StateChanged: somebody decided first, or the draft changed since it was read.
        Refused: as for `draft_decision`.
    """
    with recorded(by=by, source=source):
        row = taken(decision.case, by=by, act="case_decision.sign", as_part=Decision)
        in_state_or_first(row)
        current = Decision.objects.select_for_update(of=("self",)).select_related("case").get(pk=decision.pk)
        if version is not None and version != current.row_version:
            raise StateChanged(_("The draft was changed since you read it. Open it again."), code="draft_changed")
        bar_relatives(row, on=today, by=by)
        rules = book()
        given = {name: getattr(current, name) for name in (*TEXTS, "outcome", "form", "signed_on", "effective_on",
                                                           "departure_reason", "precedent_reason")}  # fmt: skip
        kept = _checked(row, given, rules, today)
        act = "decide" if current.outcome == Outcome.FORM else "end_without_discipline"
        # The case first: its duties are asked while the draft still is one.
        refuse_shared_duty(row, act, by=by)
        signed: Decision = move(
            current,
            "sign",
            by=by,
            changes={"signed_by": by, "signed_at": timezone.now(), "rules": kept},
            source=source,
        )
        changes: dict[str, Any] = {"form": signed.form, "effective_on": signed.effective_on}
        if act == "end_without_discipline":
            changes = {"closed_on": today}
        details = {"decision": signed.number, "form": signed.form, "rules": kept}
        done: Case = move(row, act, by=by, changes=changes, details=details, source=source)
        settle(done, "submitted", f"draft:{signed.pk}", "limit", by=by)
        follow_rotation(done, on=today, by=by)
        tell_concerned(done, occasion="decided", title=gettext_noop("Case %(code)s was decided"), by=by)
        tell_handlers(done, occasion="deliver", title=gettext_noop("Case %(code)s: deliver the decision"), by=by)
        return done


def in_state_or_first(case: Case) -> None:
    """A case that somebody else decided meanwhile is told as such."""
    if case.state != CaseState.DECISION_PENDING:
        raise StateChanged(
            _("This was already changed by somebody else. Open it again to see where it stands."),
            details={"state": case.state},
        )


def _check_words(given: dict[str, Any], case: Case, today: date) -> None:
    if given["outcome"] not in Outcome.values:
        raise InvalidInput(_("Choose what was decided."), field="outcome", code="outcome_unknown")
    for name in TEXTS:
        need(given[name], name)
    not_before(not_after(given["signed_on"], today, "signed_on"), case.opened_on, "signed_on")
    if given["effective_on"] < given["signed_on"]:
        raise InvalidInput(
            _("A decision takes effect on the day it is signed or later."), field="effective_on", code="effective_early"
        )
    if given["outcome"] == Outcome.FORM and given["form"] not in Form.values:
        raise InvalidInput(_("Choose the form."), field="form", code="form_missing")


def _checked(case: Case, given: dict[str, Any], rules: RuleBook, today: date) -> dict[str, Any]:
    """Refuse what may not be decided; return the rules it is decided under, with their inputs."""
    calendar = working_calendar()
    missing = [
        step for step in blocking(owed(case, rules=rules, calendar=calendar, today=today)) if step.code != "decision"
    ]
    if missing:
        raise Refused(
            _("Not yet: %(steps)s.") % {"steps": "; ".join(step.title for step in missing)},
            code="step_missing",
            details={"steps": [step.code for step in missing]},
        )
    kept: dict[str, Any] = {"clock": dict(clock_of(case, today=today, rules=rules, calendar=calendar).inputs)}
    if given["outcome"] == Outcome.FORM:
        kept |= _checked_form(case, given, rules)
    _check_council(case, given)
    return kept


def _checked_form(case: Case, given: dict[str, Any], rules: RuleBook) -> dict[str, Any]:
    form, decided_on = given["form"], given["signed_on"]
    acted_on = case.acted_until or case.acted_on
    status = rules.form_status(case.subject_kind, form, acted_on, decided_on)
    if status.status != SELECTABLE:
        raise Refused(
            _("“%(form)s” is no form for this kind of subject on %(day)s.")
            % {"form": Form(form).label, "day": f"{decided_on:%d/%m/%Y}"},
            code="form_not_valid",
            field="form",
        )
    bar = time_bar_of(case, today=decided_on, rules=rules)
    if bar.is_barred(form, decided_on):
        raise Refused(
            _("The time bar of this form passed on %(day)s.") % {"day": f"{bar.ends_for[form]:%d/%m/%Y}"},
            code="form_time_barred",
            field="form",
        )
    found = precedents_for(case, on=decided_on, rules=rules)
    if found.departs(form) and not given["precedent_reason"]:
        raise Refused(
            _("This lies outside what was given in %(count)s like cases: say in a sentence why.")
            % {"count": found.total},
            code="precedent_reason_missing",
            field="precedent_reason",
        )
    at_decision = status.at_decision
    return {
        "form": at_decision.ground.as_json() if at_decision is not None else {},
        "time_bar": {**bar.ground.as_json(), "inputs": dict(bar.inputs)},
    }


def _check_council(case: Case, given: dict[str, Any]) -> None:
    """What the council, or without one the meeting, proposed; another outcome says why."""
    sitting = (
        case.sittings.filter(session=Session.COUNCIL).order_by("-held_on", "-id").first()
        or case.sittings.order_by("-held_on", "-id").first()
    )
    proposed = sitting.proposed_form if sitting is not None else ""
    wanted = given["form"] or NONE
    if proposed and proposed != wanted and not given["departure_reason"]:
        raise Refused(
            _("The decision departs from what the council proposed: say why."),
            code="departure_reason_missing",
            field="departure_reason",
        )
