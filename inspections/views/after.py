"""What follows a visit: the notice with its recommendations, serious findings, facts of a month, closing."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form as PlainForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from foundation.access import allows, readable_fields, require
from foundation.files.services.reading import opened, readable_file
from foundation.files.serving import file_response
from foundation.web.clock import local_date
from foundation.workflow.errors import NotFound
from inspections.forms import after as forms
from inspections.models import AttendanceLine, Finding, Inspection, Notice, ProposedFact, Referral, Remedy
from inspections.selectors import remedies as selectors
from inspections.selectors import visits
from inspections.services import facts, following, notices, referrals, remedies
from inspections.tabs import shown_tabs
from inspections.views.acting import Act, act_page
from inspections.views.visit_frame import who
from inspections.visit_enums import NoticeState, RemedyState, Severity
from organization.selectors.calendar import working_calendar

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def after(request: HttpRequest, public_id: str) -> HttpResponse:
    """The notice, its recommendations and remedies, and the findings with what became of them."""
    user = who(request)
    row = visits.visit_row(user, public_id)
    notice = selectors.standing_notice(user, row)
    lines = selectors.lines_of(
        selectors.remedies_of(user, notice) if notice else (), today=local_date(), calendar=working_calendar()
    )
    draft = notice if notice is not None and notice.state == NoticeState.DRAFT else None
    mine = draft is not None and draft.drafted_by_id == user.pk
    tied, signed = following.is_tied(row, user, on=local_date()), row.state == "minutes_signed"
    closable = row.state == "verified" and bool(lines) and not tied
    context = {
        "row": row,
        "minutes": visits.standing(user, row),
        "notice": notice,
        "draft": draft,
        "lines": lines,
        "findings": [_shown(user, one, tied) for one in visits.findings_of(user, row)],
        "may_draft": signed and notice is None and allows(user, "notice.draft", Notice(inspection=row)),
        "may_update": mine and allows(user, "notice.update", draft),
        "may_discard": draft is not None and allows(user, "notice.discard", draft),
        "may_issue": draft is not None and not mine and allows(user, "notice.issue", draft),
        "may_close": closable and allows(user, "remedy.close", lines[0].row),
        "may_visit": allows(user, "attendance_line.read", AttendanceLine(inspection=row)),
        "tabs": shown_tabs(user, row, "after"),
        "crumbs": _crumbs(row)[:1],
    }
    return render(request, "inspections/after.html", context)


@login_required
@PAGE
def step(request: HttpRequest, public_id: str, act: str, part: int = 0) -> HttpResponse:
    """One act on what follows a visit."""
    user = who(request)
    row = visits.visit_row(user, public_id)
    make = ACTS.get(act)
    if make is None:
        raise NotFound
    data = request.POST if request.method == "POST" else None
    back = reverse("visits:after", args=[public_id])
    return act_page(
        request, make(user, row, data, part), back=back, crumbs=[*_crumbs(row), (_("After the visit"), back)]
    )


@login_required
@require_safe
def notice_file(request: HttpRequest, public_id: str, version: int) -> HttpResponseBase:
    """The notice as DOCX."""
    user = who(request)
    found = selectors.notice_by(user, public_id, version)
    if found is None or found.file is None:
        raise NotFound
    kept = readable_file(public_id=found.file.public_id, by=user)
    if request.method == "HEAD":
        return HttpResponse(content_type=kept.media_type)
    return file_response(kept, opened(file=kept, by=user))


def _shown(user: User, finding: Finding, tied: bool) -> dict[str, Any]:
    decided = getattr(finding, "referral", None)
    referral = decided if decided is not None and allows(user, "referral.read", decided) else None
    fact = finding.facts.first() if finding.person_id else None
    serious = finding.severity == Severity.SERIOUS
    may_refer = not tied and serious and decided is None and allows(user, "referral.refer", Referral(finding=finding))
    may_propose = fact is None and finding.person_id is not None and _may_propose(user, finding)
    return {
        "row": finding,
        "referral": referral,
        "fact": fact if fact and allows(user, "proposed_fact.read", fact) else None,
        "may_refer": may_refer,
        "may_propose": may_propose,
        "told": "text" in readable_fields(user, finding),
    }


def _may_propose(user: User, finding: Finding) -> bool:
    proposed = ProposedFact(finding=finding, person=finding.person) if finding.person else ProposedFact(finding=finding)
    return allows(user, "proposed_fact.propose", proposed)


def _crumbs(row: Inspection) -> list[tuple[str, str]]:
    here = reverse("inspections:inspection", args=[row.public_id])
    return [(_("Inspections"), reverse("inspections:list")), (row.code or "", here)]


def _notice(user: User, row: Inspection, right: str) -> Notice:
    found = selectors.standing_notice(user, row)
    if found is None:
        raise NotFound
    require(user, right, found)
    return found


def _draft(user: User, row: Inspection, data: Any, part: int) -> Act:
    require(user, "notice.draft", Notice(inspection=row))
    return Act(
        _("Draft the notice"),
        _("The head of the team signs it, never who drafted it."),
        _("Draft begun."),
        forms.ConclusionForm(data),
        lambda given: notices.draft_notice(inspection=row, conclusion=given["conclusion"], by=user),
    )


def _amend(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.update")
    start = {"conclusion": notice.conclusion, "row_version": notice.row_version}
    return Act(
        _("Change the conclusion"),
        "",
        _("Written down."),
        forms.ConclusionForm(data, initial=start),
        lambda given: notices.amend_notice(
            notice=notice, conclusion=given["conclusion"], version=given["row_version"], by=user
        ),
    )


def _recommend(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.update")
    return Act(
        _("Add a recommendation"),
        _("It becomes a remedy with a day when the notice is issued."),
        _("Added."),
        forms.RecommendationForm(data, findings=visits.findings_of(user, row)),
        lambda given: notices.recommend(notice=notice, today=local_date(), by=user, **given),
    )


def _drop(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.update")
    found = selectors.remedies_of(user, notice).filter(number=part, state=RemedyState.PLANNED).first()
    if found is None:
        raise NotFound
    return Act(
        _("Take the recommendation out"),
        _("Its number is not given again."),
        _("Taken out."),
        PlainForm(data),
        lambda given: notices.drop(remedy=found, by=user),
        under=f"{found.number}. {found.text}",
    )


def _discard(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.discard")
    return Act(
        _("Discard the draft"),
        _("Another draft may begin; this one stays readable for the team."),
        _("Discarded."),
        forms.ReasonForm(data),
        lambda given: notices.discard(notice=notice, reason=given["reason"], by=user),
        weighty=True,
    )


def _issue(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.issue")
    team = row.team
    start = {
        "authority": team.title, "superior": team.unit.name, "capacity": "TRƯỞNG ĐOÀN", "signer": user.full_name,
        "recipients": f"- {row.unit.name};\n- Lưu: VT, ĐKT.", "row_version": notice.row_version, "symbol": "ĐKT",
        "place": "Hà Nội",
    }  # fmt: skip
    form = forms.IssueForm(data, initial=start)
    if notice.remedies.filter(state=RemedyState.PLANNED).exists():
        del form.fields["clean_reason"]

    def run(given: dict[str, Any]) -> Notice:
        return notices.issue(
            notice=notice,
            letterhead=form.letterhead(),
            today=local_date(),
            version=given["row_version"],
            clean_reason=given.get("clean_reason", ""),
            by=user,
        )

    hint = _("Issued today to %(unit)s; its recommendations begin to run and cannot be changed.") % {
        "unit": row.unit.name
    }
    return Act(_("Sign and issue the notice"), hint, _("The notice was issued."), form, run, weighty=True)


def _finding(user: User, row: Inspection, part: int) -> Finding:
    return visits.finding_of(user, row, part)


def _named(user: User, finding: Finding) -> str:
    """A finding by number, and by its words for whoever reads them."""
    words = finding.text if "text" in readable_fields(user, finding) else finding.get_severity_display()
    return f"{finding.number}. {words}"


def _refer(user: User, row: Inspection, data: Any, part: int) -> Act:
    finding = _finding(user, row, part)
    require(user, "referral.refer", Referral(finding=finding))
    return Act(
        _("Send to discipline"),
        _("A signal is reported; nobody of the unit learns of it from here."),
        _("Sent."),
        forms.ReferForm(data),
        lambda given: referrals.send_to_discipline(finding=finding, today=local_date(), by=user, **given),
        under=_named(user, finding),
        weighty=True,
    )


def _let_go(user: User, row: Inspection, data: Any, part: int) -> Act:
    finding = _finding(user, row, part)
    require(user, "referral.refer", Referral(finding=finding))
    return Act(
        _("Do not send to discipline"),
        _("Say why; it is kept beside the finding."),
        _("Written down."),
        forms.ReasonForm(data),
        lambda given: referrals.drop(finding=finding, reason=given["reason"], by=user),
        under=_named(user, finding),
    )


def _propose(user: User, row: Inspection, data: Any, part: int) -> Act:
    finding = _finding(user, row, part)
    if not _may_propose(user, finding):
        raise NotFound
    return Act(
        _("Propose for the evaluation"),
        _("The head of the unit confirms it or refuses it with a reason; it counts once."),
        _("Proposed to the head."),
        forms.ProposeForm(data, people=visits.people_on_roll(row)),
        lambda given: facts.propose(finding=finding, today=local_date(), by=user, **given),
        under=_named(user, finding),
    )


def _close(user: User, row: Inspection, data: Any, part: int) -> Act:
    notice = _notice(user, row, "notice.read")
    require(user, "remedy.close", Remedy(notice=notice, state=RemedyState.VERIFIED))
    return Act(
        _("Close the inspection"),
        _("Everything is verified, serious findings have their word."),
        _("Closed."),
        forms.NoteForm(data),
        lambda given: remedies.close(inspection=row, note=given["note"], by=user),
        weighty=True,
    )


ACTS: dict[str, Callable[[User, Inspection, Any, int], Act]] = {
    "draft": _draft,
    "amend": _amend,
    "recommend": _recommend,
    "drop": _drop,
    "discard": _discard,
    "issue": _issue,
    "refer": _refer,
    "let-go": _let_go,
    "propose": _propose,
    "close": _close,
}
