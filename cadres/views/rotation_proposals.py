"""Proposals of a round: asked for, compared by whom they leave over, and accepted in whole circles."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cadres.enums_rotation import RoundState
from cadres.forms.rotation_proposals import ProposalForm
from cadres.models import RotationRound
from cadres.selectors import rotation as selectors
from cadres.selectors import rotation_proposal as found
from cadres.selectors.rotation_vacant import vacant_posts
from cadres.services.rotation_proposals import accept, ask_for_proposal
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused

SHOWN = 10
MOST_DIGITS = 7


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """What was worked out for the round so far, side by side, and the form for another."""
    user, row = cast("User", request.user), _round(request, code)
    rules = [("", _("All rules"))] + [(rule, rule) for rule in selectors.rule_codes()]
    form = ProposalForm(request.POST or None, choices={"rule": rules}, initial=_initial(row))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_for_proposal(round=row, by=user, **form.asked())
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            return redirect("rotation:proposal", code=code, pk=job.pk)
    page = paginate(request, found.proposals_of(user, row), SHOWN)
    context = {
        "round": row,
        "form": form,
        "page": page,
        "lines": [found.compared(job) for job in page.rows],
        "open": row.state in (RoundState.DRAFT, RoundState.APPROVED),
        "crumbs": _crumbs(row),
    }
    return render(request, "cadres/rotation_proposals.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proposal: its circles to accept, who is left over and why; beside another one where asked."""
    user, row = cast("User", request.user), _round(request, code)
    job = found.one_proposal(user, row, pk)
    if not job.result:
        return page_or_fragment(
            request, "cadres/rotation_proposal.html", "cadres/_rotation_proposal_wait.html",
            {"round": row, "job": job, "crumbs": _crumbs(row, job.pk)},
        )  # fmt: skip
    if "HX-Request" in request.headers and request.method != "POST":  # the job that was watched is over
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("rotation:proposal", args=[code, pk])
        return answer
    problem, status = "", 200
    if request.method == "POST":
        given = request.POST.getlist("circles")
        chosen = [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS]
        try:
            made = accept(round=row, job=job, circles=chosen, today=local_date(), by=user)
        except (InvalidInput, Refused) as error:
            problem, status = str(error), status_of(error)
        else:
            messages.success(request, _("%(count)s moves are now lines of the round.") % {"count": len(made)})
            return redirect("rotation:round", code=code)
    others = [other for other in found.proposals_of(user, row)[:SHOWN] if other.pk != job.pk and other.result]
    against = next((other for other in others if str(other.pk) == request.GET.get("against")), None)
    shown = found.shown(user, job, against)
    context = {
        "round": row,
        "job": job,
        "line": found.compared(job),
        "shown": shown,
        "vacant": vacant_posts(user, kinds={line.case.posting.position.kind for line in shown.left}, on=local_date()),
        "others": [(str(other.pk), f"{_('Proposal')} {other.pk}") for other in others],
        "against": against,
        "problem": problem,
        "may_accept": row.state == RoundState.APPROVED,
        "crumbs": _crumbs(row, job.pk),
    }
    return render(request, "cadres/rotation_proposal.html", context, status=status)


def _round(request: HttpRequest, code: str) -> RotationRound:
    require(request.user, "rotation_round.propose")
    row = selectors.one_round(request.user, code)
    require(request.user, "rotation_round.propose", row)
    return row


def _initial(row: RotationRound) -> dict[str, Any]:
    today = local_date()
    move_on = min(max(today, row.begins_on), row.ends_on)
    return {"share": 50, "grade_steps": 1, "same_field": True, "seed": 2026, "due_by": row.ends_on, "move_on": move_on}


def _crumbs(row: RotationRound, pk: int | None = None) -> list[tuple[str, str]]:
    crumbs = [
        (_("Rotation"), reverse("rotation:due")),
        (_("Rounds"), reverse("rotation:rounds")),
        (row.code, reverse("rotation:round", args=[row.code])),
    ]
    return crumbs if pk is None else [*crumbs, (_("Proposals"), reverse("rotation:proposals", args=[row.code]))]
