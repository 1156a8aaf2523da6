"""Remedies: the list, one with its story, the acts on it; and findings that wait for a head's word."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from foundation.access import allows, readable_fields, require
from foundation.files.forms import ProofForm
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import NotFound
from inspections.forms import after as forms
from inspections.models import Remedy, RemedyEvidence
from inspections.remedy_filters import RemedyFilter
from inspections.selectors import facts as fact_selectors
from inspections.selectors import remedies as selectors
from inspections.services import evidence, facts, following
from inspections.services import remedies as services
from inspections.views.acting import REFUSALS, Act, act_page
from inspections.views.visit_frame import who
from inspections.visit_enums import ExtensionState, RemedyState
from organization.selectors.calendar import working_calendar

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Remedies in reach, what runs first."""
    user = who(request)
    require(user, "remedy.list")
    found = RemedyFilter(request.GET, queryset=selectors.readable(user))
    page = paginate(request, selectors.listed(found.qs, sort=request.GET.get("sort", "")))
    lines = selectors.lines_of(page.rows, today=local_date(), calendar=working_calendar())
    waiting = fact_selectors.readable(user).filter(state="proposed").count()
    context = {"page": page, "lines": lines, "waiting": waiting, "states": RemedyFilter.STATES}
    return render(request, "inspections/remedies.html", context)


@login_required
@require_safe
def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """One remedy with its reports, proofs and extension, and what may be done now."""
    user = who(request)
    row = selectors.remedy_of(user, pk)
    line = selectors.lines_of([row], today=local_date(), calendar=working_calendar())[0]
    context = {
        "row": row,
        "line": line,
        "finding": row.finding if row.finding is not None and "text" in readable_fields(user, row.finding) else None,
        "visit": row.notice.inspection,
        "reports": selectors.reports_of(user, row),
        "proofs": selectors.proofs(user, row),
        "acts": [(name, _titles()[name]) for name in _open_acts(user, row)],
        "crumbs": [(_("Remedies"), reverse("remedies:list"))],
    }
    return render(request, "inspections/remedy.html", context)


@login_required
@PAGE
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on a remedy."""
    user = who(request)
    row = selectors.remedy_of(user, pk)
    make = ACTS.get(act)
    if make is None:
        raise NotFound
    require(user, RIGHTS[act], _asked(row, act))
    data = request.POST if request.method == "POST" else None
    back = reverse("remedies:remedy", args=[pk])
    crumbs = [(_("Remedies"), reverse("remedies:list")), (f"{row.notice.inspection.code}/{row.number}", back)]
    if act == "proof":
        return _proof(request, row, user, back, crumbs)
    return act_page(request, make(user, row, data), back=back, crumbs=crumbs)


@login_required
@require_safe
def fact_list(request: HttpRequest) -> HttpResponse:
    """Findings proposed for somebody's month, those that wait first."""
    user = who(request)
    require(user, "proposed_fact.list")
    crumbs = [(_("Remedies"), reverse("remedies:list"))]
    context = {"page": paginate(request, fact_selectors.readable(user)), "crumbs": crumbs}
    return render(request, "inspections/facts.html", context)


@login_required
@PAGE
def fact_step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The head confirms a finding for a month, or refuses it."""
    user = who(request)
    fact = fact_selectors.fact_of(user, pk)
    require(user, "proposed_fact.decide", fact)
    data = request.POST if request.method == "POST" else None
    start = {"row_version": fact.row_version}
    under = _("%(name)s, %(month)s") % {"name": fact.person.full_name, "month": f"{fact.period:%m/%Y}"}
    if act == "confirm":
        page = Act(
            _("Confirm for the evaluation"), _("The finding counts once, in this month."), _("Confirmed."),
            forms.VersionForm(data, initial=start),
            lambda given: facts.confirm(fact=fact, version=given["row_version"], by=user), under=under,
        )  # fmt: skip
    elif act == "refuse":
        page = Act(
            _("Do not take the finding"), _("The team reads your reason."), _("Refused."),
            forms.FactRefusalForm(data, initial=start),
            lambda given: facts.refuse(fact=fact, reason=given["reason"], version=given["row_version"], by=user),
            under=under,
        )  # fmt: skip
    else:
        raise NotFound
    back = reverse("remedies:facts")
    return act_page(request, page, back=back, crumbs=[(_("Findings for evaluations"), back)])


def _asked(row: Remedy, act: str) -> Any:
    return RemedyEvidence(remedy=row) if act == "proof" else row


def _open_acts(user: User, row: Remedy) -> list[str]:
    """Acts whose buttons stand on the page: by right, state, day, duties and ties; none that would be refused."""
    apart = {*row.duty_accounts()["drafter"], *row.duty_accounts()["reporter"]}
    runs, today = row.state == RemedyState.OPEN, local_date()
    judged = row.state == RemedyState.REPORTED and user.pk not in apart
    now = {
        "report": runs and row.evidence.filter(file__withdrawn_at=None).exists(),
        "proof": runs,
        "extend": runs and row.extension == ExtensionState.NONE and today <= row.due,
        "answer": row.extension == ExtensionState.ASKED,
        "verify": judged,
        "return": judged,
    }
    found = [act for act in ACTS if now[act] and allows(user, RIGHTS[act], _asked(row, act))]
    if JUDGING & set(found) and following.is_tied(row.notice.inspection, user, on=today):
        return [act for act in found if act not in JUDGING]
    return found


def _titles() -> dict[str, str]:
    return {
        "report": _("Report what was done"),
        "proof": _("Attach proof"),
        "extend": _("Ask for more time"),
        "answer": _("Answer the extension"),
        "verify": _("Verify"),
        "return": _("Return the report"),
    }


def _report(user: User, row: Remedy, data: Any) -> Act:
    start = {"row_version": row.row_version, "reported_on": local_date()}

    def run(given: dict[str, Any]) -> Any:
        version = given.pop("row_version")
        return services.report(remedy=row, today=local_date(), version=version, by=user, **given)

    hint = _("Attach the proof first. Somebody who did not draft the notice verifies it.")
    return Act(_titles()["report"], hint, _("Reported."), forms.ReportForm(data, initial=start), run, row.text)


def _extend(user: User, row: Remedy, data: Any) -> Act:
    def run(given: dict[str, Any]) -> Any:
        version = given.pop("row_version")
        return services.ask_extension(remedy=row, today=local_date(), version=version, by=user, **given)

    form = forms.ExtensionForm(data, initial={"row_version": row.row_version})
    return Act(_titles()["extend"], _("Once, while the term runs."), _("Asked for."), form, run, row.text)


def _answer(user: User, row: Remedy, data: Any) -> Act:
    def run(given: dict[str, Any]) -> Any:
        version = given.pop("row_version")
        return services.answer_extension(remedy=row, today=local_date(), version=version, by=user, **given)

    form = forms.ExtensionAnswerForm(data, initial={"row_version": row.row_version})
    asked = (
        _("Asked for until %(day)s: %(why)s") % {"day": f"{row.asked_to:%d/%m/%Y}", "why": row.extension_reason}
        if row.asked_to
        else ""
    )
    return Act(_titles()["answer"], asked, _("Answered."), form, run, row.text)


def _verify(user: User, row: Remedy, data: Any) -> Act:
    form = forms.VerifyForm(data, initial={"row_version": row.row_version})
    return Act(
        _titles()["verify"], _("The remedy is done with that."), _("Verified."), form,
        lambda given: services.verify(
            remedy=row, note=given["note"], today=local_date(), version=given["row_version"], by=user
        ), row.text,
    )  # fmt: skip


def _return(user: User, row: Remedy, data: Any) -> Act:
    def run(given: dict[str, Any]) -> Any:
        return services.give_back(
            remedy=row, reason=given["reason"], today=local_date(), version=given["row_version"], by=user
        )

    form = forms.ReturnForm(data, initial={"row_version": row.row_version})
    return Act(_titles()["return"], _("The unit reads the reason; its day stays."), _("Returned."), form, run, row.text)


def _proof(request: HttpRequest, row: Remedy, user: User, back: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    form = ProofForm(request.POST or None, request.FILES or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            evidence.add_proof(
                remedy=row, title=form.cleaned_data["title"], upload=form.cleaned_data["upload"], by=user
            )
        except REFUSALS as error:
            show_on(form, error)
            status = status_of(error)
        else:
            return redirect(back)
    context = {
        "title": _titles()["proof"],
        "under": row.text,
        "form": form,
        "act": _("Attach"),
        "back": back,
        "crumbs": crumbs,
    }
    return render(request, "files/upload.html", context, status=status)


ACTS: dict[str, Callable[[User, Remedy, Any], Act]] = {
    "proof": _report, "report": _report, "extend": _extend, "answer": _answer, "verify": _verify, "return": _return,
}  # fmt: skip
JUDGING = {"verify", "return", "answer"}
RIGHTS = {
    "proof": "remedy_evidence.add", "report": "remedy.report", "extend": "remedy.report",
    "answer": "remedy.answer_extension", "verify": "remedy.verify", "return": "remedy.verify",
}  # fmt: skip
