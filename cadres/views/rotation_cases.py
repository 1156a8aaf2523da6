"""Rotation cases: the list, one, each act on a page of its own, and what the person concerned reads and answers."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.enums_rotation import RotationState
from cadres.filters_rotation import CASE_STAGES, filtered_cases
from cadres.forms.rotation import NothingForm, OpinionForm
from cadres.models import Position, RotationItem, RotationRelief
from cadres.rotation_acts import ACTS, BY_NAME, Asked
from cadres.rules.rotation import Limit
from cadres.selectors import rotation as selectors
from cadres.selectors.rotation_history import clock_shown, history_of
from cadres.selectors.rotation_vacant import VacantPost, vacant_posts
from cadres.selectors.units import units_to_filter
from cadres.services.rotation_moves import give_opinion
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged

STEPS = (
    RotationState.DUE,
    RotationState.PLANNED,
    RotationState.ANNOUNCED,
    RotationState.DECIDED,
    RotationState.EXECUTED,
)


@login_required
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_case.list")
    today = local_date()
    reach = selectors.cases_for(user)
    page = paginate(request, filtered_cases(request.GET, reach, request))
    counts = selectors.stage_counts(reach, on=today)
    context = {
        "page": page,
        "stages": [(key, label, counts[key]) for key, label in CASE_STAGES],
        "rules": [(code, code) for code in selectors.rule_codes()],
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=today)],
        "filtered": any(request.GET.get(name) for name in ("q", "stage", "unit", "rule")),
        "today": today,
        "tab": "cases",
    }
    return page_or_fragment(request, "cadres/rotation_cases.html", "cadres/_rotation_cases.html", context)


@login_required
@require_GET
def case(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one_case(user, code)
    if not allows(user, "rotation_case.list", row):
        return redirect("rotation:own_case", code=code)
    today = local_date()
    asked = Asked.of(user, row, today)
    acts = [act for act in ACTS if act.open(asked) and act.allowed(asked)]
    steps = [str(state.label) for state in STEPS]
    context = {
        "case": row,
        "today": today,
        "over": row.due_on <= today,
        "explained": clock_shown(row.explained),
        "beside": selectors.beside(user, row) if row.is_open else (),
        "items": selectors.items_of(user, row),
        "reliefs": selectors.reliefs_of(user, row, apart=allows(user, "rotation_relief.keep_apart", _relief(row))),
        "acts": [act for act in acts if act.kind != "primary"],
        "first_acts": [act for act in acts if act.kind == "primary"],
        "steps": steps if row.state in STEPS else None,
        "step": STEPS.index(RotationState(row.state)) + 1 if row.state in STEPS else 0,
        "history": history_of(row),
        "own_signature": asked.item is not None
        and asked.item.state == "proposed"
        and asked.item.proposed_by_id == user.pk,
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (_("Cases"), reverse("rotation:cases"))],
    }
    return render(request, "cadres/rotation_case.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """An act on a page of its own; whoever comes second is told so, with what was typed still there."""
    user = cast("User", request.user)
    if act not in BY_NAME:
        raise NotFound
    spec, row = BY_NAME[act], selectors.one_case(user, code)
    asked = Asked.of(user, row, local_date())
    require(user, *spec.right(asked))
    if not spec.open(asked):
        raise Refused(
            _("This is not possible now: the case stands at “%(state)s”.") % {"state": row.get_state_display()},
            code="wrong_stage",
        )
    data = request.POST if request.method == "POST" else None
    chosen = {name: request.GET[name] for name in ("destination", "position") if name in request.GET}
    form = spec.form(data, pools=asked.pools, choices=asked.choices, initial={**_initial(asked), **chosen})
    status = 200
    if request.method == "POST":
        status = 422 if not form.is_valid() else 200
        if not form.errors:
            try:
                spec.run(asked, dict(form.cleaned_data))
            except (InvalidInput, Refused, StateChanged) as error:
                show_on(form, error)
                status = status_of(error)
            else:
                messages.success(request, _("Recorded: %(act)s.") % {"act": spec.title})
                return redirect("rotation:case", code=code)
    return render(request, "cadres/rotation_act.html", _context(asked, spec, form), status=status)


def _context(asked: Asked, spec: Any, form: Any) -> dict[str, Any]:
    names, pools = set(form.fields), asked.pools
    back = reverse("rotation:case", args=[asked.case.code])
    return {
        "case": asked.case,
        "spec": spec,
        "form": form,
        "nothing": isinstance(form, NothingForm),
        "item": asked.item if spec.on == "item" or spec.name in ("announce", "decide", "execute", "answer") else None,
        "relief": asked.relief if spec.on == "relief" else None,
        "back_url": back,
        "vacant": _vacant(asked) if "destination" in names else (),
        "plan_url": reverse("rotation:step", args=[asked.case.code, spec.name]),
        "people": pools["people"].order_by("sort_key")[:300] if "hand_over_to" in names else None,
        "units": pools["units"].order_by("path")[:300] if "destination" in names else None,
        "positions": Position.objects.order_by("name").values_list("name", flat=True)[:500]
        if "position" in names
        else None,
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (asked.case.code, back)],
    }


def _vacant(asked: Asked) -> list[VacantPost]:
    """Heads' posts of the same kind that nobody holds, of the same field where the rule asks for that."""
    held = asked.case.posting
    field = held.position.sensitive_field if Limit.read(asked.case.rule.value).same_field else None
    return vacant_posts(asked.user, kinds=(held.position.kind,), on=asked.today, field=field, but=held.unit_id)


def _initial(asked: Asked) -> dict[str, Any]:
    today = asked.today
    days = dict.fromkeys(("on", "from_on", "decided_on", "handed_over_on"), today)
    return {
        **days,
        "effective_on": asked.item.move_on if asked.item else None,
        "legal_basis": asked.case.rule.legal_basis,
    }


def _relief(row: Any) -> RotationRelief:
    return RotationRelief(case=row)


@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Moves that concern the reader, from the announcement on."""
    user = cast("User", request.user)
    require(user, "rotation_case.own")
    page = paginate(request, selectors.own_cases(user).order_by("-due_on", "-id"))
    return render(request, "cadres/rotation_own.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_case(request: HttpRequest, code: str) -> HttpResponse:
    """What was announced to the person concerned, and the written opinion."""
    user = cast("User", request.user)
    row = selectors.one_case(user, code)
    require(user, "rotation_case.own", row)
    item: RotationItem | None = selectors.items_of(user, row).filter(state__in=("signed", "done")).first()
    form = OpinionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422 if not form.is_valid() else 200
        if not form.errors:
            try:
                give_opinion(case=row, today=local_date(), by=user, **form.cleaned_data)
            except (InvalidInput, Refused, StateChanged) as error:
                show_on(form, error)
                status = status_of(error)
            else:
                messages.success(request, _("Your opinion was recorded."))
                return redirect("rotation:own_case", code=code)
    context = {
        "case": row,
        "item": item,
        "form": form,
        "may_write": row.state == RotationState.ANNOUNCED and item is not None and item.opinion_on is None,
        "crumbs": [(_("My moves"), reverse("rotation:own"))],
    }
    return render(request, "cadres/rotation_own_case.html", context, status=status)
