"""The notice of conclusions: drafted by a member with its recommendations, signed and issued by the head."""

import hashlib
from dataclasses import replace
from datetime import date

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from discipline.rules.papers.letterhead import Letterhead
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.files.services.intake import Content, store
from foundation.papers.docx_writer import DOCX_TYPE, render
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged
from inspections.enums import InspectionState
from inspections.models import Inspection
from inspections.models.finding import Finding
from inspections.models.notice import Notice
from inspections.models.remedy import Remedy
from inspections.rules.notice_paper import compose
from inspections.rules.remedies import due_fault
from inspections.rules.wording import current
from inspections.selectors.notice_facts import facts_of
from inspections.services.minutes import LANGUAGE
from inspections.services.on_site import locked
from inspections.services.telling import Heads, tell_unit
from inspections.visit_enums import NoticeState, RecommendationKind, RemedyState
from organization.rules.calendar import WorkingCalendar, shift
from organization.selectors.calendar import working_calendar

PARENT = "inspections.notice"


def draft_notice(*, inspection: Inspection, conclusion: str, by: User, source: str = "app") -> Notice:
    """Begin the notice of a visit whose minutes stand.

    Raises:
        InvalidInput: no conclusion. StateChanged: the minutes are not signed, or a notice stands already.
    """
    with recorded(by=by, source=source):
        require(by, "notice.draft", Notice(inspection=inspection))
        row = locked(inspection)
        words = _needed(conclusion, "conclusion", _("Write what the team concludes."))
        if row.notices.exclude(state=NoticeState.DISCARDED).exists():
            raise StateChanged(_("There is a notice of this visit already."))
        version = (row.notices.aggregate(last=Max("version"))["last"] or 0) + 1
        made: Notice = Notice.objects.create(inspection=row, version=version, conclusion=words, drafted_by=by)
        if row.state == InspectionState.MINUTES_SIGNED:
            move(row, "draft_notice", by=by, source=source)
        elif row.state != InspectionState.NOTICE_DRAFT:
            raise StateChanged(_("A notice follows signed minutes."), details={"state": row.state})
    return made


def amend_notice(*, notice: Notice, conclusion: str, version: int | None, by: User, source: str = "app") -> Notice:
    """Write the conclusion of a draft anew."""
    with recorded(by=by, source=source):
        _drafters_own(notice, by)
        _draft_only(notice)
        words = _needed(conclusion, "conclusion", _("Write what the team concludes."))
        return update_version(notice, version=version, changes={"conclusion": words})


def recommend(
    *,
    notice: Notice,
    kind: str,
    text: str,
    due_on: date,
    today: date,
    by: User,
    finding: Finding | None = None,
    source: str = "app",
) -> Remedy:
    """Add a recommendation to a draft, with the day until which the unit carries it out.

    Raises:
        Forbidden: somebody else drafts the notice.
        InvalidInput: an unknown kind, no text, a finding of another visit, a due day that is no working day, not
            after today, or more than a year ahead; the message names the next working day.
    """
    with recorded(by=by, source=source):
        _drafters_own(notice, by)
        _draft_only(notice)
        if kind not in RecommendationKind.values:
            raise InvalidInput(_("Choose what is recommended."), field="kind", code="kind_unknown")
        words = _needed(text, "text", _("Write what the unit shall do."))
        if finding is not None and finding.inspection_id != notice.inspection_id:
            raise InvalidInput(_("This finding is of another visit."), field="finding", code="finding_foreign")
        check_due(due_on, issued=today, calendar=working_calendar())
        number = (notice.remedies.aggregate(last=Max("number"))["last"] or 0) + 1
        made: Remedy = Remedy.objects.create(
            notice=notice, number=number, kind=kind, text=words, finding=finding, due_on=due_on
        )
    return made


def drop(*, remedy: Remedy, by: User, source: str = "app") -> Remedy:
    """Take a recommendation out of a draft; its number is not given again."""
    with recorded(by=by, source=source):
        _drafters_own(remedy.notice, by)
        _draft_only(remedy.notice)
        return move(remedy, "drop", by=by, source=source)


def discard(*, notice: Notice, reason: str, by: User, source: str = "app") -> Notice:
    """Discard a draft; another one may begin."""
    with recorded(by=by, source=source):
        require(by, "notice.discard", notice)
        for remedy in notice.remedies.filter(state=RemedyState.PLANNED):
            move(remedy, "drop", by=by, source=source)
        return move(notice, "discard", by=by, reason=reason, source=source)


def issue(
    *,
    notice: Notice,
    letterhead: Letterhead,
    today: date,
    version: int | None,
    by: User,
    clean_reason: str = "",
    source: str = "app",
) -> Notice:
    """Sign and issue the notice; each recommendation becomes a remedy that runs.

    Args:
        clean_reason: why nothing is recommended; needed when the draft recommends nothing, the inspection is closed
            then.

    Raises:
        Forbidden: who drafted it does not sign it. InvalidInput: a number or day that cannot stand on the paper, a
            recommendation whose day has passed meanwhile. Refused: `unit_ended` the unit was dissolved meanwhile.
        StaleVersion: the draft was changed since it was read.

    Side effects: one kept file; the unit is told.
    """
    with recorded(by=by, source=source):
        row = (
            Notice.objects.select_for_update(of=("self",))
            .select_related("inspection__unit", "inspection__team__unit")
            .get(pk=notice.pk)
        )
        require(by, "notice.issue", row)
        visit = locked(row.inspection)
        _issuable(row, letterhead, today)
        remedies = list(row.remedies.filter(state=RemedyState.PLANNED).order_by("number"))
        calendar = working_calendar()
        for remedy in remedies:
            check_due(remedy.due_on, issued=today, calendar=calendar, number=remedy.number)
        if not remedies:
            _needed(clean_reason, "clean_reason", _("Say why nothing is recommended."))
        head = replace(letterhead, issued_on=today)
        wording = current(today)
        with translation.override(LANGUAGE):
            paper = render(compose(facts_of(row, head), wording))
        file = store(
            Content(f"{visit.code}-thong-bao.docx", paper, DOCX_TYPE),
            by=by,
            parent_kind=PARENT,
            parent_id=row.pk,
            source=source,
        )
        changes = {
            "letterhead": head.kept(), "number": head.number, "issued_on": today, "signed_by": by,
            "wording_version": wording.version, "wording_sha256": wording.sha256,
            "sha256": hashlib.sha256(paper).hexdigest(), "file": file,
        }  # fmt: skip
        if version is not None and version != row.row_version:
            update_version(row, version=version, changes={})
        move(row, "issue", by=by, changes=changes, source=source)
        move(visit, "issue_notice", by=by, details={"notice": head.number, "sha256": row.sha256}, source=source)
        for remedy in remedies:
            move(remedy, "open", by=by, source=source)
        if remedies:
            move(visit, "open_remedies", by=by, source=source)
        else:
            move(visit, "close_clean", by=by, reason=clean_reason, source=source)
        tell_unit(
            visit, occasion="notice", by=by, on=min((one.due_on for one in remedies), default=None), heads=Heads(today)
        )
    return row


def check_due(due_on: date, *, issued: date, calendar: WorkingCalendar, number: int | None = None) -> None:
    """Raise InvalidInput with a sentence that names the rule, and the recommendation when there are several."""
    fault = due_fault(due_on, issued=issued, calendar=calendar)
    if fault is None:
        return
    words = {
        "holiday": _("%(day)s is no working day; the next one is %(next)s."),
        "not_after_issue": _("%(day)s is not after the day of the notice."),
        "too_far": _("%(day)s is more than a year ahead: set a day for a part of it."),
    }[fault] % {"day": f"{due_on:%d/%m/%Y}", "next": f"{shift(due_on, 'next', calendar):%d/%m/%Y}"}
    if number is not None:
        words = _("Recommendation %(number)s: %(why)s") % {"number": number, "why": words}
    raise InvalidInput(words, field="due_on", code=f"due_{fault}")


def _issuable(row: Notice, letterhead: Letterhead, today: date) -> None:
    if not letterhead.authority.strip():
        raise InvalidInput(_("Name the body that issues the paper."), code="authority_missing", field="authority")
    if not (letterhead.number.isascii() and letterhead.number.isdigit()):
        raise InvalidInput(
            _("A number is written in digits; the sign follows it by itself."), code="number", field="number"
        )
    unit = row.inspection.unit
    if unit.valid_to is not None and unit.valid_to < today:
        raise Refused(
            _(
                "%(unit)s ended on %(day)s. Nothing is lost: the minutes stay; send the notice to the unit that "
                "followed."
            )
            % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"},
            code="unit_ended",
        )


def _drafters_own(notice: Notice, by: User) -> None:
    """One person writes a notice: whoever wrote a recommendation is its drafter and does not verify it later."""
    require(by, "notice.update", notice)
    if notice.drafted_by_id != by.pk:
        raise Forbidden(_("Somebody else drafts this notice; discard the draft to begin another."), code="drafter_only")


def _draft_only(notice: Notice) -> None:
    if notice.state != NoticeState.DRAFT:
        raise StateChanged(_("The notice is no draft any more."), details={"state": notice.state})


def _needed(text: str, field: str, message: str) -> str:
    words = text.strip()
    if not words:
        raise InvalidInput(message, field=field, code=f"{field}_missing")
    return words
