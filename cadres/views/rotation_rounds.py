"""Rounds of rotation, exceptions by document, and the rules with the catalogue of listed posts."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.enums_rotation import RotationRuleKind
from cadres.forms.rotation import ApproveRoundForm, EndExceptionForm, ExceptionForm, ReasonForm, RoundForm
from cadres.models import Position, RotationRound
from cadres.selectors import rotation as selectors
from cadres.services import rotation_exceptions, rotation_rounds
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StaleVersion, StateChanged
from organization.models import Unit
from organization.selectors.units import force_condition

TAKEN_BACK = gettext_lazy(
    "The plan is given up. Its moves that are not decided yet go back: each needs a second signature outside a plan."
)
REFUSALS = (InvalidInput, Refused, StateChanged, StaleVersion)


@login_required
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_round.read")
    page = paginate(request, selectors.rounds_for(user))
    context = {"page": page, "may_create": allows(user, "rotation_round.create"), "tab": "rounds"}
    return render(request, "cadres/rotation_rounds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_round.create")
    units = visible_to(user, Unit.objects.filter(force_condition(local_date())), "rotation_round.create")
    form = RoundForm(request.POST or None, pools={"units": units})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if data["unit"] is not None:
            try:
                made = rotation_rounds.draw_up(by=user, **data)
            except REFUSALS as error:
                show_on(form, error)
            else:
                return redirect("rotation:round", code=made.code)
    return _form(request, form, _("Draw up a round"), reverse("rotation:rounds"), units=units)


@login_required
@require_GET
def round_one(request: HttpRequest, code: str) -> HttpResponse:
    """The plan, its moves with their state, and who falls due in it without a plan."""
    user = cast("User", request.user)
    row = selectors.one_round(user, code)
    context = {
        "round": row,
        "moves": selectors.moves_of(user, row)[:200],
        "page": paginate(request, selectors.candidates(user, row)),
        "may_approve": row.state == "draft" and allows(user, "rotation_round.approve", row),
        "own": row.proposed_by_id == user.pk,
        "may_propose": row.state in ("draft", "approved") and allows(user, "rotation_round.propose", row),
        "may_close": row.state in ("draft", "approved") and allows(user, "rotation_round.close", row),
        "today": local_date(),
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (_("Rounds"), reverse("rotation:rounds"))],
    }
    return render(request, "cadres/rotation_round.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Approve, close or cancel a round, each on a page of its own."""
    user = cast("User", request.user)
    row: RotationRound = selectors.one_round(user, code)
    specs: dict[str, tuple[Any, str, str, type[Any] | None]] = {
        "approve": (_("Approve the round"), _("From then on its moves need no second signature."), "approve",
                    ApproveRoundForm),
        "close": (_("Close the round"), _("Nothing more is planned in it."), "close", None),
        "cancel": (_("Cancel the round"), str(TAKEN_BACK), "close", ReasonForm),
    }  # fmt: skip
    if act not in specs:
        raise NotFound
    title, consequence, right, kind = specs[act]
    require(user, f"rotation_round.{right}", row)
    form = kind(request.POST or None, initial={"on": local_date()}) if kind else None
    status = 422 if form is not None and form.errors else 200
    if request.method == "POST" and (form is None or form.is_valid()):
        data = dict(form.cleaned_data) if form is not None else {}
        if act == "approve":
            data["today"] = local_date()
        services: dict[str, Any] = {
            "approve": rotation_rounds.approve,
            "close": rotation_rounds.close,
            "cancel": rotation_rounds.cancel_round,
        }
        try:
            services[act](round=row, by=user, **data)
        except (InvalidInput, Refused) as error:
            if form is None:
                raise
            show_on(form, error)
            status = status_of(error)
        else:
            return redirect("rotation:round", code=code)
    context = {
        "title": f"{title}: {row.code}",
        "consequence": consequence,
        "rows": [
            (_("Name of the round"), row.title),
            (_("Unit"), row.unit.name),
            (_("From"), f"{row.begins_on:%d/%m/%Y}"),
            (_("Until"), f"{row.ends_on:%d/%m/%Y}"),
        ],
        "form": form,
        "act_label": title,
        "act_kind": "danger" if act == "cancel" else "primary",
        "back_url": reverse("rotation:round", args=[code]),
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (row.code, reverse("rotation:round", args=[code]))],
    }
    return render(request, "components/confirm_page.html", context, status=status)


@login_required
@require_GET
def exceptions(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_exception.read")
    page = paginate(request, selectors.exceptions_for(user))
    context = {
        "page": page,
        "may_create": allows(user, "rotation_exception.create"),
        "may_end": allows(user, "rotation_exception.end"),
        "today": local_date(),
        "tab": "exceptions",
    }
    return render(request, "cadres/rotation_exceptions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exception_new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_exception.create")
    units = visible_to(user, Unit.objects.filter(force_condition(local_date())))
    codes = [("", _("Every limit"))] + [(code, code) for code in selectors.rule_codes()]
    form = ExceptionForm(request.POST or None, pools={"units": units}, choices={"rule_code": codes})
    if request.method == "POST" and form.is_valid():
        try:
            rotation_exceptions.enter_exception(today=local_date(), by=user, **form.cleaned_data)
        except REFUSALS as error:
            show_on(form, error)
        else:
            messages.success(request, _("The exception was entered."))
            return redirect("rotation:exceptions")
    return _form(
        request, form, _("Enter an exception by document"), reverse("rotation:exceptions"), units=units, posts=True
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exception_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one_exception(user, pk)
    require(user, "rotation_exception.end", row)
    form = EndExceptionForm(request.POST or None, initial={"row_version": row.row_version})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rotation_exceptions.end_exception(
                exception=row, version=data["row_version"], reason=data["reason"], today=local_date(), by=user
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            return redirect("rotation:exceptions")
    context = {
        "title": _("End an exception"),
        "consequence": _("Its cases return to where their clocks stand."),
        "rows": [
            (_("Document"), f"{row.document_number}, {row.document_date:%d/%m/%Y}"),
            (_("Unit"), row.unit.name if row.unit else ""),
            (_("Post"), row.position.name if row.position else ""),
            (_("Until"), f"{row.until:%d/%m/%Y}"),
        ],
        "form": form,
        "act_label": _("End it today"),
        "act_kind": "danger",
        "back_url": reverse("rotation:exceptions"),
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (_("Exceptions"), reverse("rotation:exceptions"))],
    }
    return render(request, "components/confirm_page.html", context, status=status)


@login_required
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rules that hold, grounds and listed posts: each with its basis and whether anybody verified it."""
    user = cast("User", request.user)
    require(user, "rotation_rule.read")
    rows = list(selectors.rules_for(user))
    context = {
        "limits": [row for row in rows if row.kind == RotationRuleKind.LIMIT],
        "grounds": [row for row in rows if row.kind == RotationRuleKind.GROUND],
        "posts": selectors.posts_for(user),
        "today": local_date(),
        "tab": "rules",
    }
    return render(request, "cadres/rotation_rules.html", context)


def _form(
    request: HttpRequest, form: Any, title: str, back: str, *, units: Any = None, posts: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back,
        "units": units.order_by("path")[:300] if units is not None else None,
        "positions": Position.objects.order_by("name").values_list("name", flat=True)[:500] if posts else None,
        "crumbs": [(_("Rotation"), reverse("rotation:due"))],
    }
    return render(request, "cadres/rotation_form.html", context, status=422 if form.errors else 200)
