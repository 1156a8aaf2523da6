"""Remedies of a notice: reported with evidence, extended once, verified by another than the drafter, returned."""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from inspections.enums import InspectionState
from inspections.models import Inspection
from inspections.models.finding import Finding
from inspections.models.remedy import Remedy, RemedyReport
from inspections.rules.remedies import extension_fault
from inspections.services.following import refuse_tied
from inspections.services.on_site import locked
from inspections.services.telling import Heads, tell_team, tell_unit
from inspections.visit_enums import ExtensionState, RemedyState, Severity
from organization.rules.calendar import shift
from organization.selectors.calendar import working_calendar


def report(
    *,
    remedy: Remedy,
    document: str,
    text: str,
    reported_on: date,
    today: date,
    by: User,
    version: int | None = None,
    source: str = "app",
) -> RemedyReport:
    """The unit reports that it carried the recommendation out.

    Raises:
        InvalidInput: no document, no text, a day ahead or before the notice.
        Refused: `evidence_missing` nothing shows it. StateChanged: it is not open (any more).

    Side effects: the team is told; the inspection moves when nothing is open any more.
    """
    with recorded(by=by, source=source):
        row = _locked(remedy, version)
        require(by, "remedy.report", row)
        paper = _needed(document, "document", _("Give number and day of the report."))[:120]
        words = _needed(text, "text", _("Write what was done."))
        assert row.notice.issued_on is not None
        if not row.notice.issued_on <= reported_on <= today:
            raise InvalidInput(
                _("The report is dated between the notice and today."), field="reported_on", code="reported_on"
            )
        if not row.evidence.filter(file__withdrawn_at=None).exists():
            raise Refused(
                _("Attach what shows that it was done: a document, a photo, a list."),
                code="evidence_missing",
                field="text",
            )
        number = (row.reports.aggregate(last=Max("number"))["last"] or 0) + 1
        made: RemedyReport = RemedyReport.objects.create(
            remedy=row, number=number, document=paper, reported_on=reported_on, text=words, by=by
        )
        move(row, "report", by=by, details={"report": number}, source=source)
        follow(row.notice.inspection, by=by, source=source)
        tell_team(row.notice.inspection, occasion="reported", today=today, by=by, key=f"{row.pk}-{number}")
    return made


def verify(
    *, remedy: Remedy, note: str, today: date, by: User, version: int | None = None, source: str = "app"
) -> Remedy:
    """A member of the team who neither drafted nor reported finds the remedy done; after its last day an officer does.

    Raises:
        Forbidden: the drafter or the reporter, an officer with a tie to the unit. InvalidInput: no word on what was
            checked. StateChanged: no report.
    """
    with recorded(by=by, source=source):
        row = _locked(remedy, version)
        require(by, "remedy.verify", row)
        words = _needed(note, "note", _("Say what you checked."))
        refuse_shared_duty(row, "verify", by=by)
        refuse_tied(row.notice.inspection, by, on=today)
        _judged(row, accepted=True, note=words, by=by)
        move(row, "verify", by=by, source=source)
        follow(row.notice.inspection, by=by, source=source)
    return row


def give_back(
    *, remedy: Remedy, reason: str, today: date, by: User, version: int | None = None, source: str = "app"
) -> Remedy:
    """Return a report with the reason; the day of the remedy stays as it was."""
    with recorded(by=by, source=source):
        row = _locked(remedy, version)
        require(by, "remedy.verify", row)
        words = _needed(reason, "reason", _("Say what is missing."))
        refuse_shared_duty(row, "return", by=by)
        refuse_tied(row.notice.inspection, by, on=today)
        _judged(row, accepted=False, note=words, by=by)
        move(row, "return", by=by, reason=words, source=source)
        follow(row.notice.inspection, by=by, reason=words, source=source)
        tell_unit(row.notice.inspection, occasion="returned", heads=Heads(today), on=row.due, by=by, key=_key(row))
    return row


def ask_extension(
    *, remedy: Remedy, to: date, reason: str, today: date, by: User, version: int | None = None, source: str = "app"
) -> Remedy:
    """Ask for a later day; once for each remedy, while its term runs.

    Raises:
        InvalidInput: no reason, a day that is not later or no working day. Refused: `extension_once`.
    """
    with recorded(by=by, source=source):
        row = _locked(remedy, version)
        require(by, "remedy.report", row)
        if row.state != RemedyState.OPEN:
            raise StateChanged(_("This remedy is not open."), details={"state": row.state})
        if row.extension != ExtensionState.NONE:
            raise Refused(
                _("An extension is asked for once; this one was %(state)s.")
                % {"state": str(row.get_extension_display()).lower()},
                code="extension_once",
            )
        words = _needed(reason, "reason", _("Say why more time is needed."))
        calendar = working_calendar()
        fault = extension_fault(to, due=row.due_on, today=today, calendar=calendar)
        if fault is not None:
            raise InvalidInput(
                {
                    "asked_late": _("The term has passed; an extension is asked for while it runs."),
                    "not_later": _("Give a day after %(due)s."),
                    "too_far": _("%(day)s is more than a year after the due day."),
                    "holiday": _("%(day)s is no working day; the next one is %(next)s."),
                }[fault]
                % {
                    "due": f"{row.due_on:%d/%m/%Y}",
                    "day": f"{to:%d/%m/%Y}",
                    "next": f"{shift(to, 'next', calendar):%d/%m/%Y}",
                },
                field="to",
                code=f"extension_{fault}",
            )
        changes = {
            "extension": ExtensionState.ASKED,
            "asked_to": to,
            "extension_reason": words,
            "asked_by_id": by.pk,
        }
        update_version(row, version=row.row_version, changes=changes)
        _told(row, "remedy.extension_asked", {"to": to.isoformat()}, reason=words)
        tell_team(row.notice.inspection, occasion="extension", today=today, by=by, key=f"ask-{row.pk}")
    return row


def answer_extension(
    *,
    remedy: Remedy,
    granted: bool,
    answer: str,
    today: date,
    by: User,
    version: int | None = None,
    source: str = "app",
) -> Remedy:
    """The head of the team, after its last day an officer, grants the day asked for, or refuses with a reason."""
    with recorded(by=by, source=source):
        row = _locked(remedy, version)
        require(by, "remedy.answer_extension", row)
        refuse_tied(row.notice.inspection, by, on=today)
        if row.extension != ExtensionState.ASKED:
            raise StateChanged(_("No extension waits for an answer."))
        words = answer.strip() if granted else _needed(answer, "answer", _("Say why it is refused."))
        changes = {
            "extension": ExtensionState.GRANTED if granted else ExtensionState.REFUSED,
            "extended_to": row.asked_to if granted else None,
            "extension_answer": words,
            "answered_by_id": by.pk,
        }
        update_version(row, version=row.row_version, changes=changes)
        name = "remedy.extension_granted" if granted else "remedy.extension_refused"
        _told(row, name, {"to": str(row.asked_to)}, reason=words)
        tell_unit(
            row.notice.inspection, occasion="extension", heads=Heads(today), on=row.due, by=by, key=f"answer-{row.pk}"
        )
    return row


def close(*, inspection: Inspection, note: str, by: User, source: str = "app") -> Inspection:
    """Close an inspection whose remedies are verified.

    Raises:
        InvalidInput: no closing note. StateChanged: something is not verified yet.
        Refused: `serious_open` a serious finding was neither sent to discipline nor dropped with a reason.
    """
    with recorded(by=by, source=source):
        row = locked(inspection)
        notice = row.notices.filter(state="issued").first()
        require(by, "remedy.close", Remedy(notice=notice, state=RemedyState.VERIFIED))
        refuse_tied(row, by, on=local_date())
        words = _needed(note, "note", _("Write the closing note."))
        open_ = Finding.objects.filter(inspection=row, severity=Severity.SERIOUS, referral__isnull=True)
        numbers = list(open_.values_list("number", flat=True))
        if numbers:
            raise Refused(
                _("Serious findings wait for a word: send them to discipline or drop them with a reason (%(numbers)s).")
                % {"numbers": ", ".join(map(str, numbers))},
                code="serious_open",
            )
        return move(row, "close", by=by, reason=words, source=source)


def follow(inspection: Inspection, *, by: User | None, reason: str = "", source: str = "app") -> Inspection:
    """Bring the state of the inspection after that of its remedies."""
    row = locked(inspection)
    states = set(
        Remedy.objects.filter(notice__inspection=row, notice__state="issued").values_list("state", flat=True)
    ) - {RemedyState.INEFFECTIVE, RemedyState.DROPPED}
    if row.state == InspectionState.REMEDY_OPEN and RemedyState.OPEN not in states:
        move(row, "receive_report", by=by, source=source)
    if row.state == InspectionState.REPORT_RECEIVED and RemedyState.OPEN in states:
        move(row, "return_report", by=by, reason=reason or _("A remedy is open again."), source=source)
    if row.state == InspectionState.REPORT_RECEIVED and states == {RemedyState.VERIFIED}:
        move(row, "verify", by=by, source=source)
    return row


def _judged(row: Remedy, *, accepted: bool, note: str, by: User) -> None:
    last = row.reports.filter(judged_at=None).order_by("-number").first()
    if last is None or row.state != RemedyState.REPORTED:
        raise StateChanged(_("There is no report to judge."), details={"state": row.state})
    RemedyReport.objects.filter(pk=last.pk).update(accepted=accepted, note=note, judged_by=by, judged_at=Now())


def _locked(remedy: Remedy, version: int | None) -> Remedy:
    rows = Remedy.objects.select_for_update(of=("self",))
    rows = rows.select_related("notice__inspection__unit", "notice__inspection__team")
    row = rows.get(pk=remedy.pk)
    if version is not None and version != row.row_version:
        update_version(row, version=version, changes={})
    return row


def _key(row: Remedy) -> str:
    return f"{row.pk}-{row.row_version}"


def _told(row: Remedy, name: str, details: dict[str, str], *, reason: str = "") -> None:
    record_event(
        table=Remedy._meta.db_table,
        object_type=Remedy._meta.label_lower,
        object_id=row.pk,
        name=name,
        reason=reason,
        details=details,
    )


def _needed(text: str, field: str, message: str) -> str:
    words = text.strip()
    if not words:
        raise InvalidInput(message, field=field, code=f"{field}_missing")
    return words
