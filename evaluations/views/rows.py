"""One row of the grid: saving it, its evidence, sending a self-assessment back, going on without one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.forms.lines import LinesForm, read_lines
from evaluations.forms.reasons import ReasonForm, VersionForm
from evaluations.models import Evaluation
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.pages import evidence as evidence_pages
from evaluations.selectors.pages.grid import Row, columns_of, row_of
from evaluations.selectors.pages.places import Place, key_of, name_of
from evaluations.selectors.pages.places import sheet as sheet_in
from evaluations.selectors.timetable import working_calendar
from evaluations.services import scoring
from evaluations.views.grid import grid_context
from evaluations.views.guards import SignedIn, open_grid, open_sheet
from foundation.access.sensitive import note_read
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion, StateChanged


@login_required
@require_POST
def save(request: SignedIn, period: date, code: str, key: str) -> HttpResponse:
    """Save one row; the answer is the row as it now stands, or what stands in the way."""
    where, spec, sheet = open_sheet(request.user, period, code, key, "evaluation.score")
    card = spec.card(sheet.subject_group)
    stored = sheet.scores.get("superior", {})
    form = read_lines(request.POST, card, stored, note=str((sheet.proposal or {}).get("note", "")))
    if not form.is_valid:
        return _refused(request, where, spec, sheet, form, list(form.errors.values()), list(form.errors))
    try:
        saved = scoring.save_row(
            evaluation=sheet, lines=form.lines(), note=form.note, version=form.version, by=request.user
        )
    except (StaleVersion, StateChanged):
        return _conflict(request, where, spec, key, form)
    except (InvalidInput, Refused) as refusal:
        fields = refusal.details.get("missing") or [refusal.field]
        return _refused(request, where, spec, sheet, form, [str(refusal)], fields)
    if not _by_script(request):
        messages.success(request, _("%(name)s: saved.") % {"name": name_of(saved)})
        return redirect(_row_url(where, key))
    row = _row(request, where, spec, sheet_in(request.user, where, key))
    return render(request, "evaluations/_row.html", {"row": row, "where": where, "period": period, "fresh": True})


@login_required
@require_GET
def evidence(request: SignedIn, period: date, code: str, key: str) -> HttpResponse:
    """The side panel of one person; without htmx the grid with this panel open."""
    opened = open_grid(request.user, period, code)
    _where, _spec, found = open_sheet(request.user, period, code, key, "evaluation.read")
    if not request.headers.get("HX-Request"):
        return redirect(f"{_grid_url(opened.where)}?person={key}#panel")
    note_read(request.user, found)
    asked = request.GET.copy()
    asked["person"] = key
    request.GET = asked  # type: ignore[assignment]  # a QueryDict again
    context = grid_context(request, opened, on=local_date(), calendar=working_calendar())
    return render(request, "evaluations/_panel.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_to_self(request: SignedIn, period: date, code: str, key: str) -> HttpResponse:
    """Send a self-assessment back with a sentence; that is no rejection."""
    where, _spec, sheet = open_sheet(request.user, period, code, key, "evaluation.return")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scoring.return_to_self(
            evaluation=sheet,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["row_version"],
            by=request.user,
        )
        messages.success(request, _("Sent back to %(name)s.") % {"name": name_of(sheet)})
        return redirect(_row_url(where, key))
    context = {
        "title": _("Send back to the person"),
        "consequence": _(
            "%(name)s can change the self-assessment and hand it in again. Your scores stay as they are. "
            "This is a request for correction, not a rejection."
        )
        % {"name": name_of(sheet)},
        "rows": [(_("Person"), name_of(sheet)), (_("Post"), sheet.post_title), (_("Month"), f"{period:%m/%Y}")],
        "form": form if form.is_bound else ReasonForm(initial={"row_version": sheet.row_version}),
        "act_label": _("Send back"),
        "back_url": _row_url(where, key),
    }
    return render(request, "evaluations/confirm.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def proceed(request: SignedIn, period: date, code: str, key: str) -> HttpResponse:
    """Go on without a self-assessment that did not come; the self column stays empty, which is not zero."""
    where, _spec, sheet = open_sheet(request.user, period, code, key, "evaluation.proceed")
    form = VersionForm(request.POST)
    version = form.cleaned_data["row_version"] if form.is_valid() else None
    scoring.proceed_without_self(evaluation=sheet, version=version, by=request.user, on=local_date())
    messages.success(request, _("%(name)s can be scored without a self-assessment.") % {"name": name_of(sheet)})
    return redirect(_row_url(where, key))


def _row(request: SignedIn, where: Place, spec: FrameworkSpec, sheet: Evaluation) -> Row:
    figures = evidence_pages.for_rows([sheet], where.cycle.period, on=local_date(), days=working_calendar())
    number = request.POST.get("number", "")
    return row_of(
        request.user,
        spec,
        sheet,
        columns_of(spec, sheet.subject_group),
        figures.get(sheet.pk, evidence_pages.RowEvidence()),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def _conflict(request: SignedIn, where: Place, spec: FrameworkSpec, key: str, form: LinesForm) -> HttpResponse:
    """409: what the other person's row says, beside what was typed here; nothing is merged."""
    current = sheet_in(request.user, where, key)
    row = _row(request, where, spec, current)
    differences = [
        (cell.column.name, form.typed[cell.column.code].text, cell.points)
        for cell in row.cells
        if form.typed[cell.column.code].points != cell.points
    ]
    return _problem(request, where, current, 409, row=row, differences=differences)


def _refused(
    request: SignedIn,
    where: Place,
    spec: FrameworkSpec,
    sheet: Evaluation,
    form: LinesForm,
    errors: list[str],
    fields: list[str],
) -> HttpResponse:
    """422: what is wrong, with the lines concerned as they were typed, so that they can be put right at once."""
    columns = {column.code: column for column in columns_of(spec, sheet.subject_group)}
    lines = [(columns[code], form.typed[code]) for code in form.typed]
    more = {"errors": errors, "fields": fields, "lines": lines, "named": [columns[c] for c in fields if c in columns]}
    return _problem(request, where, sheet, 422, **more)


def _problem(request: SignedIn, where: Place, sheet: Evaluation, status: int, **more: Any) -> HttpResponse:
    context = {"where": where, "sheet": sheet, "key": key_of(sheet), "name": name_of(sheet), "status": status, **more}
    context["back"] = _row_url(where, context["key"])
    context["period"] = where.cycle.period
    template = "evaluations/_row_problem.html" if _by_script(request) else "evaluations/row_problem.html"
    return render(request, template, context, status=status)


def _by_script(request: SignedIn) -> bool:
    return request.headers.get("X-Grid") == "row"


def _grid_url(where: Place) -> str:
    return reverse("evaluations:grid", args=[where.cycle.period, where.shown.code])


def _row_url(where: Place, key: str) -> str:
    return f"{_grid_url(where)}?person={key}#row-{key}"
