"""Proposing a correction of a published sheet: write, check, propose. What was typed survives a new confirmation."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import RevisionKind
from evaluations.forms.lines import LinesForm, read_lines
from evaluations.forms.revisions import RevisionForm
from evaluations.models import Evaluation, Objection
from evaluations.rules.spec import FrameworkSpec
from evaluations.selectors.closed import reasons_for
from evaluations.selectors.decision import score_of
from evaluations.selectors.pages import revisions as pages
from evaluations.selectors.pages.grid import reasons_of
from evaluations.selectors.pages.places import Place, name_of
from evaluations.selectors.pages.self_sheet import groups_of
from evaluations.services import revisions as services
from evaluations.services.revision_checks import refuse_not_current
from evaluations.views.guards import SignedIn, open_sheet
from foundation.access.sensitive import note_read
from foundation.web.formats import vn_month
from foundation.web.step_up import require_step_up, stepped_up
from foundation.workflow.errors import DomainError, InvalidInput, Refused, StaleVersion, StateChanged

KEPT = "kc_revision_draft"
"""Session key of what was typed while the person confirms who they are; one draft a session is kept."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedIn, period: date, code: str, key: str) -> HttpResponse:
    """GET: the form. POST "check": what follows from it. POST "propose": the proposal."""
    where, spec, sheet = open_sheet(request.user, period, code, key, "evaluation.revise")
    refuse_not_current(sheet)
    if request.method == "POST" and not stepped_up(request):
        request.session[KEPT] = [sheet.pk, request.POST.urlencode()]
    require_step_up(request)
    if request.method != "POST":
        note_read(request.user, sheet)
        kept = request.session.pop(KEPT, None)
        post = QueryDict(kept[1]) if kept and kept[0] == sheet.pk else None
        return _form(request, where, spec, sheet, post, checked=False)
    post = request.POST
    form, lines = RevisionForm(post), _lines(post, spec, sheet)
    if "edit" in post or not form.is_valid() or not lines.is_valid:
        return _form(
            request, where, spec, sheet, post, status=200 if "edit" in post else 422, checked="edit" not in post
        )
    try:
        if "propose" in post:
            data = form.fields_for_service()
            made = services.propose(evaluation=sheet, lines=lines.lines(), by=request.user, **data)
            messages.success(request, _("Proposed. A second person puts it into force or refuses it."))
            return redirect(reverse("evaluations:revision", args=[made.code]))
        return _check(request, where, spec, sheet, form, lines)
    except (InvalidInput, Refused) as refusal:
        return _form(request, where, spec, sheet, post, status=422, refusal=refusal)
    except (StaleVersion, StateChanged) as first:
        return _form(request, where, spec, sheet, post, status=409, refusal=first)


def _lines(post: Any, spec: FrameworkSpec, sheet: Evaluation) -> LinesForm:
    return read_lines(post, spec.card(sheet.subject_group), sheet.scores.get("superior", {}))


def _check(
    request: SignedIn, where: Place, spec: FrameworkSpec, sheet: Evaluation, form: RevisionForm, lines: LinesForm
) -> HttpResponse:
    """Old beside new, the proposal of the machine, the share of A, heads that would stand above; nothing is written."""
    data = form.fields_for_service()
    stored, outcome = services.check(evaluation=sheet, lines=lines.lines(), by=request.user, **data)
    hidden = [(name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "check")]
    context = _common(where, sheet) | {
        "form": form,
        "kind": RevisionKind(data["kind"]).label,
        "groups": pages.changes_of(spec, sheet, stored),
        "outcome": outcome,
        "why": reasons_for(request.user, sheet.person_id, outcome.proposal),
        "pools": pages.pools_of(outcome),
        "hidden": hidden,
    }
    return render(request, "evaluations/revise_check.html", context)


def _form(
    request: SignedIn,
    where: Place,
    spec: FrameworkSpec,
    sheet: Evaluation,
    post: Any,
    *,
    status: int = 200,
    checked: bool = True,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The form with everything typed; `checked` False shows it without errors."""
    start = _start(request, sheet)
    typed = _lines(post, spec, sheet) if post is not None else None
    if post is not None and not checked:
        form = RevisionForm(initial=start | {name: post.get(name, "") for name in RevisionForm.base_fields})
    else:
        form = RevisionForm(post, initial=start)
    errors = dict(typed.errors) if typed is not None and checked else {}
    if refusal is not None:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
        elif typed is not None and refusal.field in typed.typed:
            errors[refusal.field] = str(refusal)
    context = _common(where, sheet) | {
        "form": form,
        "groups": groups_of(spec, sheet, score_of(spec, sheet), "superior"),
        "typed": typed.typed if typed is not None else {},
        "line_errors": errors,
        "problem": str(refusal) if refusal is not None and refusal.field not in form.fields else "",
        "why": reasons_of(request.user, sheet),
    }
    return render(request, "evaluations/revise.html", context, status=status)


def _start(request: SignedIn, sheet: Evaluation) -> dict[str, Any]:
    """Empty, or filled in from the upheld objection the person comes from."""
    start: dict[str, Any] = {"row_version": sheet.row_version}
    rows = Objection.objects.filter(evaluation=sheet, outcome="UPHELD").order_by("-filed_at")
    objection = rows.first() if request.GET.get("kind") == RevisionKind.OBJECTION else None
    if objection is not None:
        reason = objection.answer_above or objection.answer
        start |= {"kind": RevisionKind.OBJECTION, "reason": reason, "document": objection.code}
        answered = objection.answered_above_at or objection.answered_at
        start["document_date"] = timezone.localdate(answered) if answered else None
    return start


def _common(where: Place, sheet: Evaluation) -> dict[str, Any]:
    grid = reverse("evaluations:grid", args=[where.cycle.period, where.unit.code])
    return {
        "where": where,
        "sheet": sheet,
        "name": name_of(sheet),
        "period": where.cycle.period,
        "back_url": grid,
        "crumbs": [
            (_("Evaluation"), reverse("evaluations:months")),
            (f"{where.unit.name}, {vn_month(where.cycle.period)}", grid),
            (_("Correction"), ""),
        ],
    }
