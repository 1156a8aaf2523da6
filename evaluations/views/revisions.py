"""Corrections: the list, one with its differences, and the acts of the second person."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import RevisionKind, RevisionState
from evaluations.forms.reasons import ReasonForm
from evaluations.forms.revisions import SettleForm
from evaluations.models import Cycle, Revision
from evaluations.selectors.closed import reasons_for
from evaluations.selectors.frameworks import spec_of
from evaluations.selectors.pages import revisions as pages
from evaluations.selectors.pages.places import name_of
from evaluations.services import revisions as services
from evaluations.views.guards import SignedIn
from foundation.access import allows, fields_always_readable, readable_fields, require
from foundation.access.sensitive import note_read
from foundation.web.formats import points, vn_date, vn_month
from foundation.web.paging import paginate
from foundation.web.step_up import require_step_up

SHOWN_MONTHS = 24


@login_required
@require_safe
def listed(request: SignedIn) -> HttpResponse:
    """Those that wait first; filters by state, ground, month and name."""
    require(request.user, "revision.read")
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "month", "q")}
    periods = Cycle.objects.order_by("-period").values_list("period", flat=True)[:SHOWN_MONTHS]
    page = paginate(request, pages.seen_by(request.user, asked))
    context = {
        "page": replace(page, rows=pages.whole(page.rows)),
        "states": RevisionState.choices,
        "kinds": RevisionKind.choices,
        "months": pages.months_to_filter(periods),
        "filtered": any(asked.values()),
        "trail_only": "grade" not in fields_always_readable(request.user, Revision),
        "crumbs": [(_("Evaluation"), reverse("evaluations:months")), (_("Corrections"), "")],
    }
    return render(request, "evaluations/revisions.html", context)


@login_required
@require_safe
def show(request: SignedIn, code: str) -> HttpResponse:
    """Old beside new, why, on whose proposal; what the reader may do with it."""
    revision = _one(request, code)
    sheet = revision.evaluation
    note_read(request.user, revision)
    known = readable_fields(request.user, revision)
    open_ = revision.state == RevisionState.PROPOSED
    outcome = services.weigh_proposal(revision) if open_ and "quota" in known else None
    context = {
        "revision": revision,
        "sheet": sheet,
        "name": name_of(sheet),
        "known": known,
        "groups": pages.changes_of(spec_of(sheet.cycle.framework), sheet, revision.lines) if "lines" in known else (),
        "outcome": outcome,
        "pools": pages.pools_of(outcome) if outcome else (),
        "why": reasons_for(request.user, sheet.person_id, outcome.proposal) if outcome else (),
        "texts": pages.texts_of(request.user, revision),
        "may_execute": open_ and services.may_settle(revision, "execute", by=request.user),
        "may_withdraw": open_ and allows(request.user, "revision.withdraw", revision),
        "crumbs": _crumbs(revision),
    }
    return render(request, "evaluations/revision.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def execute(request: SignedIn, code: str) -> HttpResponse:
    """Put it into force: the consequence on a page of its own."""
    revision = _one(request, code)
    require(request.user, "revision.execute", revision)
    require_step_up(request)
    form = SettleForm(request.POST or None, initial={"row_version": revision.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.execute(revision=revision, version=data["row_version"], note=data["note"], by=request.user)
        messages.success(request, _("In force. The person was told; the old version stays readable."))
        return redirect(reverse("evaluations:revision", args=[code]))
    context = {
        "title": _("Put correction %(code)s into force") % {"code": code},
        "consequence": _(
            "A new version is published in place of the present one, which stays readable as it is. The person "
            "concerned is told with the reason and may object. This cannot be undone, only corrected again."
        ),
        "act_label": _("Put into force"),
    }
    return _act_page(request, revision, form, context, action="execute")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedIn, code: str) -> HttpResponse:
    """Say no, with the reason."""
    revision = _one(request, code)
    require(request.user, "revision.refuse", revision)
    form = ReasonForm(request.POST or None, initial={"row_version": revision.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.refuse(revision=revision, version=data["row_version"], reason=data["reason"], by=request.user)
        messages.success(request, _("Refused. Who proposed it was told."))
        return redirect(reverse("evaluations:revision", args=[code]))
    context = {
        "title": _("Refuse correction %(code)s") % {"code": code},
        "consequence": _(
            "The published sheet stays as it is. Who proposed it reads your reason and may propose again."
        ),
        "act_label": _("Refuse"),
    }
    return _act_page(request, revision, form, context, action="refuse")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedIn, code: str) -> HttpResponse:
    """Who proposed takes it back."""
    revision = _one(request, code)
    require(request.user, "revision.withdraw", revision)
    form = SettleForm(request.POST or None, initial={"row_version": revision.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.withdraw(revision=revision, version=data["row_version"], note=data["note"], by=request.user)
        messages.success(request, _("Taken back. Nothing was changed."))
        return redirect(reverse("evaluations:revision", args=[code]))
    context = {
        "title": _("Take correction %(code)s back") % {"code": code},
        "consequence": _("Nothing is changed. To propose other lines or another grade, propose it again."),
        "act_label": _("Take it back"),
        "act_tone": "info",
    }
    return _act_page(request, revision, form, context, action="withdraw")


def _one(request: SignedIn, code: str) -> Revision:
    revision = pages.one(request.user, code)
    require(request.user, "revision.read", revision)
    return revision


def _act_page(
    request: SignedIn, revision: Revision, form: Any, context: dict[str, Any], *, action: str
) -> HttpResponse:
    sheet = revision.evaluation
    stands = action == "withdraw" or services.may_settle(revision, action, by=request.user)
    rows = [
        (_("Person"), f"{name_of(sheet)}, {sheet.post_title or sheet.unit.name}"),
        (_("Month"), vn_month(sheet.cycle.period)),
        (_("Grade"), f"{sheet.grade} → {revision.grade}"),
        (_("Total"), f"{points(sheet.total)} → {points(revision.total)}"),
        (_("Ground of the correction"), f"{revision.get_kind_display()}. {revision.reason}"),
    ]
    if revision.document:
        rows.append((_("Document"), ", ".join(filter(None, (revision.document, vn_date(revision.document_date))))))
    if revision.quota_document:
        rows.append((_("Document that allows one more A"), revision.quota_document))
    context |= {
        "rows": rows,
        "form": form,
        "back_url": reverse("evaluations:revision", args=[revision.code]),
        "crumbs": _crumbs(revision),
        "blocked_reasons": []
        if stands
        else [_("The second person is neither who proposed it, nor who decided the grade, nor the person concerned.")],
    }
    return render(request, "evaluations/confirm.html", context, status=422 if form.is_bound else 200)


def _crumbs(revision: Revision) -> list[tuple[str, str]]:
    return [
        (_("Evaluation"), reverse("evaluations:months")),
        (_("Corrections"), reverse("evaluations:revisions")),
        (revision.code, ""),
    ]
