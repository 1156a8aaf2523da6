"""Complaints of the person concerned: lodged in time, answered once; rescission opens what is owed to them."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.aftermath import measure_changed
from discipline.enums import CaseState, ComplaintOutcome, DeliveryKind, Outcome, RestorationKind
from discipline.models import Case, Complaint, Decision, RestorationTask
from discipline.rules.book import RuleBook
from discipline.rules.terms import ComplaintWindows, complaint_windows, lapse_on, promotion_bar_until
from discipline.rules.values import SELECTABLE
from discipline.selectors.decisions import decision_in_force
from discipline.selectors.rule_book import book
from discipline.services.restoration import owe_evaluations
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned, tell_handlers
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar

LEVEL_OF = {CaseState.IN_FORCE: 1, CaseState.UPHELD: 2, CaseState.AMENDED: 2}


def lodge(
    *,
    case: Case,
    lodged_on: date,
    text: str,
    today: date,
    by: User,
    late_reason: str = "",
    source: str = "app",
) -> Complaint:
    """Lodge the complaint of the next level; the decision stays in force while it is answered.

    Raises:
        Refused: nothing to complain about at this stage, a second complaint against an answer to a second one, or
            the term has passed (the handler may still accept it with a reason, never the person concerned alone).
        InvalidInput: an empty text, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_complaint.lodge", as_part=Complaint)
        level = LEVEL_OF.get(CaseState(row.state))
        if level is None or row.complaints.filter(level=level).exists():
            raise Refused(_("There is nothing to complain about at this stage."), code="no_complaint_now")
        decision = decision_in_force(row)
        assert decision is not None
        rules = book()
        windows = windows_of(row, level, rules, accepted_on=lodged_on)
        start = date.fromisoformat(windows.lodge_by.inputs["start"])
        not_before(not_after(lodged_on, today, "lodged_on"), start, "lodged_on")
        if lodged_on > windows.lodge_by.on and not (late_reason.strip() and by.person_id != row.answering_id):
            raise Refused(
                _("The term to complain ended on %(day)s.") % {"day": f"{windows.lodge_by.on:%d/%m/%Y}"},
                code="complaint_late",
                field="lodged_on",
            )
        assert windows.answer_by is not None
        try:
            with transaction.atomic():
                made = Complaint.objects.create(
                    case=row,
                    level=level,
                    decision=decision,
                    lodged_on=lodged_on,
                    late_reason=late_reason.strip() if lodged_on > windows.lodge_by.on else "",
                    text=need(text, "text"),
                    lodged_by=by,
                    answer_due_on=windows.answer_by.on,
                    rules={"lodge": windows.lodge_by.as_json(), "answer": windows.answer_by.as_json()},
                )
        except IntegrityError as error:
            raise Refused(_("This complaint was lodged already."), code="complaint_twice") from error
        done: Case = move(row, f"accept_complaint_{level}", by=by, source=source)
        settle(done, "own:term:complaint", by=by)
        title = gettext_noop("Case %(code)s: a complaint to answer")
        tell_handlers(done, occasion=f"complaint:{level}", title=title, on=made.answer_due_on, by=by)
        return made


def windows_of(case: Case, level: int, rules: RuleBook, *, accepted_on: date | None = None) -> ComplaintWindows:
    """Until when a complaint of this level may be lodged and is answered.

    Raises:
        Refused: the paper that starts the term was not delivered yet.
    """
    kind = DeliveryKind.DECISION if level == 1 else DeliveryKind.ANSWER
    received = case.deliveries.filter(kind=kind).order_by("-id").first()
    if received is None:
        raise Refused(
            _("The paper that starts the term was not delivered yet."), code="not_delivered", field="lodged_on"
        )
    decision = decision_in_force(case)
    form = decision.form if decision is not None else ""
    return complaint_windows(
        received.received_on, level, form, rules, track=case.track, accepted_on=accepted_on, calendar=working_calendar()
    )


def answer(
    *,
    complaint: Complaint,
    outcome: str,
    answered_on: date,
    document: str,
    authority: str,
    text: str,
    today: date,
    by: User,
    form: str = "",
    version: int | None = None,
    source: str = "app",
) -> Case:
    """Put the answer to a complaint on file: the decision stands, its form is changed, or it is rescinded.

    Args:
        form: the form it is changed to.

    Raises:
        Forbidden: who put the decision on file, or is kept out of the case.
        Refused: answered already; the new form is not valid for this kind of subject on that day.
        InvalidInput: a text or day is missing or wrong; StaleVersion.

    Side effects: an amended decision is the next version; a rescission opens the tasks of restoration.
    """
    with recorded(by=by, source=source):
        row = taken(complaint.case, by=by, act="case_complaint.answer", as_part=Complaint)
        act = {"upheld": "uphold", "amended": "amend", "rescinded": "rescind"}.get(outcome)
        if act is None:
            raise InvalidInput(_("Choose how it was answered."), field="outcome", code="outcome_unknown")
        in_state(row, CaseState.COMPLAINT_1, CaseState.COMPLAINT_2)
        refuse_shared_duty(row, act, by=by)
        not_before(not_after(answered_on, today, "answered_on"), complaint.lodged_on, "answered_on")
        changes = {
            "outcome": outcome, "answered_on": answered_on, "document": need(document, "document"),
            "authority": need(authority, "authority"), "answer": need(text, "text"), "answered_by": by,
        }  # fmt: skip
        update_version(complaint, version=version, changes=changes)
        kept: dict[str, object] = {}
        if outcome == ComplaintOutcome.AMENDED:
            kept = _amended(row, complaint.decision, form, answered_on)
        done: Case = move(row, act, by=by, changes=kept, details={"document": document}, source=source)
        if outcome == ComplaintOutcome.AMENDED:
            _next_version(done, complaint, answered_on, by)
        if outcome == ComplaintOutcome.RESCINDED:
            owe_restoration(case=done, on=answered_on, by=by)
        elif outcome == ComplaintOutcome.AMENDED:
            measure_changed(done.pk)
        settle(done, f"complaint:{complaint.level}", f"answer:{complaint.pk}", by=by)
        title = gettext_noop("Case %(code)s: your complaint was answered")
        tell_concerned(done, occasion=f"answered:{complaint.level}", title=title, by=by)
        return done


def rescind_by_court(
    *, case: Case, on: date, document: str, reason: str, today: date, by: User, source: str = "app"
) -> Case:
    """Put a judgement on file that rescinds the decision, whatever the complaints said; the case keeps its number."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        not_before(not_after(on, today, "on"), row.effective_on, "on")
        kept = {"court_document": need(document, "document"), "court_on": on}
        details = {"document": kept["court_document"], "on": on.isoformat()}
        done: Case = move(row, "rescind_by_court", by=by, reason=reason, changes=kept, details=details, source=source)
        owe_restoration(case=done, on=on, by=by)
        tell_concerned(done, occasion="rescinded", title=gettext_noop("Case %(code)s: the decision fell"), by=by)
        return done


def owe_restoration(*, case: Case, on: date, by: User | None) -> None:
    """What the rules owe to somebody disciplined wrongly: a task each, with its day (QĐ 117-QĐ/TW of 2023)."""
    rules = book()
    due = on + timedelta(days=rules.amount("restoration.within", on).number)
    owe_evaluations(case=case, on=on, by=by)
    member = case.subject is not None and hasattr(case.subject, "party_membership")
    for kind in rules.restoration_kinds(on).value:
        if kind == RestorationKind.EVALUATION or (kind == RestorationKind.PARTY and not member):
            continue
        RestorationTask.objects.get_or_create(
            case=case, kind=kind, period=None, defaults={"what": str(RestorationKind(kind).label), "due_on": due}
        )
    tell_handlers(case, occasion="restore", title=gettext_noop("Case %(code)s: restore what was taken"), on=due, by=by)
    measure_changed(case.pk)


def fulfil(
    *, task: RestorationTask, done_on: date, note: str, today: date, by: User, source: str = "app"
) -> RestorationTask:
    """Record that something owed was done, and by what it is proved; the grade of a month restores itself.

    Raises:
        Refused: a grade is restored by its correction, not by hand; InvalidInput: no proof, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(task.case, by=by, act="case_restoration.fulfil", as_part=RestorationTask)
        require(by, "case_restoration.fulfil", task)
        if task.kind == RestorationKind.EVALUATION:
            raise Refused(_("The grade is restored by the correction of that month."), code="restored_by_correction")
        not_after(done_on, today, "done_on")
        done: RestorationTask = move(
            task,
            "fulfil",
            by=by,
            changes={"done_on": done_on, "note": need(note, "note"), "done_by": by},
            source=source,
        )
        settle(row, f"restore:{task.pk}", by=by)
        tell_concerned(row, occasion=f"restored:{task.pk}", title=gettext_noop("Case %(code)s: restored"), by=by)
        return done


def _amended(case: Case, before: Decision, form: str, on: date) -> dict[str, object]:
    """What the changed form does to the case; the months of lapse and bar run from the first decision."""
    rules = book()
    status = rules.form_status(case.subject_kind, form, case.acted_until or case.acted_on, on) if form else None
    if status is None or status.status != SELECTABLE:
        raise Refused(
            _("The rules of that day do not know this form for this kind of subject."),
            code="form_not_valid",
            field="form",
        )
    lapse, barred = lapse_on(before.effective_on, form, rules), promotion_bar_until(form, before.signed_on, rules)
    return {"form": form, "lapses_on": lapse.on, "bar_until": barred.on if barred else None}


def _next_version(case: Case, complaint: Complaint, on: date, by: User) -> None:
    """The decision as the answer changed it; the one before stays readable."""
    before = complaint.decision
    made = Decision.objects.create(
        case=case,
        version=before.version + 1,
        outcome=Outcome.FORM,
        form=case.form,
        number=complaint.document,
        signed_on=on,
        effective_on=max(on, before.effective_on),
        authority=complaint.authority,
        signer=before.signer,
        grounds=complaint.answer,
        rules={"replaces": before.number},
        replaces=before,
    )
    move(made, "sign", by=by, changes={"signed_by": by, "signed_at": timezone.now()})
