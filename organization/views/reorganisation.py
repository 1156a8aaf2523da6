"""Pages of a reorganisation: the list, the order, the preview with its choices, the act itself."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import DomainError, InvalidInput, NotFound, Refused, StateChanged
from organization.carrying import Line, heads_to_choose, staff_to_place
from organization.enums import ReorganisationState, SuccessionKind
from organization.models import Reorganisation, Unit
from organization.reorganisation_forms import ChoicesForm, ReorganisationForm, VersionForm, filled
from organization.rules.order import Order
from organization.selectors.reorganisations import described, reorganisations_for, units_to_reorganise
from organization.services.reorganisation import cancel, change, confirm, draft, plan_for
from organization.services.reorganisation_plan import foresee

KINDS = {
    SuccessionKind.MERGE.value: "git-merge",
    SuccessionKind.SPLIT.value: "git-branch",
    SuccessionKind.RENAME.value: "pencil",
    SuccessionKind.DISSOLVE.value: "circle-x",
}


@require_GET
@login_required
def reorganisations(request: HttpRequest) -> HttpResponse:
    require(request.user, "reorganisation.read")
    state = request.GET.get("state", "")
    rows = reorganisations_for(request.user, state=state if state in ReorganisationState.values else "")
    page = paginate(request, rows)
    context = {
        "page": page,
        "rows": described(page.rows),
        "state": state,
        "states": ReorganisationState.choices,
        "may_create": allows(request.user, "reorganisation.create"),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "organization/reorganisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reorganisation_new(request: HttpRequest) -> HttpResponse:
    """Choose the kind, then fill in the order; it is kept as a draft and shown as a preview."""
    require(request.user, "reorganisation.create")
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return render(request, "organization/reorganisation_kind.html", {"kinds": _kinds(), "crumbs": _crumbs()})
    form = _form(request, kind, {"effective_on": None, "unit_1": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = draft(
                order=form.order(),
                effective_on=data["effective_on"],
                legal_basis=data["legal_basis"],
                decided_on=data["decided_on"],
                by=cast("Any", request.user),
                today=local_date(),
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("organization:reorganisation", pk=row.pk)
    return _render_form(request, form, kind, {})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reorganisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    require(request.user, "reorganisation.update", row)
    form = _form(request, row.kind, filled(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change(
                row=row,
                version=_posted(request)["row_version"],
                order=form.order(Order.from_json(row.content)),
                effective_on=data["effective_on"],
                legal_basis=data["legal_basis"],
                decided_on=data["decided_on"],
                by=cast("Any", request.user),
                today=local_date(),
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("organization:reorganisation", pk=row.pk)
    return _render_form(
        request, form, row.kind, {"row": row, "version": request.POST.get("row_version") or row.row_version}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says exactly what would happen; POST confirms what was seen."""
    row = _found(request, pk)
    require(request.user, "reorganisation.read", row)
    if request.method == "POST":
        require(request.user, "reorganisation.confirm", row)
        given = _posted(request)
        try:
            done = confirm(
                row=row,
                version=given["row_version"],
                fingerprint=given["fingerprint"],
                by=cast("Any", request.user),
                today=local_date(),
            )
        except (InvalidInput, Refused) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _outcome(done))
        return redirect("organization:reorganisation", pk=row.pk)
    return render(request, "organization/reorganisation.html", _preview(request, row))


@require_POST
@login_required
def reorganisation_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep who heads the successors and who goes where."""
    row = _found(request, pk)
    require(request.user, "reorganisation.update", row)
    plan = plan_for(row)
    form = ChoicesForm(request.POST, plan=plan, heads=heads_to_choose(plan), staff=staff_to_place(plan))
    if not form.is_valid():
        messages.error(request, _("Choose from the lists."))
        return redirect("organization:reorganisation", pk=row.pk)
    try:
        version = _posted(request)["row_version"]
        change(row=row, version=version, order=form.order(), by=cast("Any", request.user), today=local_date())
    except (InvalidInput, Refused) as error:
        messages.error(request, str(error))
    return redirect("organization:reorganisation", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reorganisation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    require(request.user, "reorganisation.cancel", row)
    given = _posted(request)
    if request.method == "POST":
        try:
            cancel(row=row, version=given["row_version"], reason=given["reason"], by=cast("Any", request.user))
        except (InvalidInput, Refused) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The reorganisation was given up."))
            return redirect("organization:reorganisations")
    (one,) = described([row])
    context = {
        "row": row,
        "one": one,
        "crumbs": [*_crumbs(), (str(one.title), reverse("organization:reorganisation", args=[pk]))],
    }
    return render(request, "organization/reorganisation_cancel.html", context)


def _preview(request: HttpRequest, row: Reorganisation) -> dict[str, Any]:
    (one,) = described([row])
    context: dict[str, Any] = {
        "row": row,
        "one": one,
        "crumbs": _crumbs(),
        "may_confirm": allows(request.user, "reorganisation.confirm", row),
        "may_update": allows(request.user, "reorganisation.update", row),
        "may_cancel": allows(request.user, "reorganisation.cancel", row),
        "future": row.effective_on > local_date(),
        "steps": [_("Kind"), _("Decision and units"), _("Check")],
    }
    planned = row.state in (ReorganisationState.DRAFT, ReorganisationState.CONFIRMED)
    if not planned or not allows(request.user, "reorganisation.cancel", row):
        return context
    try:
        plan = plan_for(row)
        context["choices"] = ChoicesForm(None, plan=plan, heads=heads_to_choose(plan), staff=staff_to_place(plan))
        _rooms, lines, context["fingerprint"] = foresee(plan)
        context["groups"] = _grouped(lines)
    except StateChanged:
        raise
    except DomainError as refusal:
        context["refusals"] = [str(refusal)]
    return context


def _grouped(lines: list[Line]) -> list[tuple[str, str, list[Line]]]:
    titles = {
        "units": (_("Units"), "building"),
        "people": (_("People and posts"), "users"),
        "roles": (_("Roles"), "key"),
        "tasks": (_("Assignments"), "checklist"),
        "months": (_("Open evaluations"), "calendar-check"),
        "stays": (_("What stays as it is"), "archive"),
    }
    return [
        (title, icon, found)
        for group, (title, icon) in titles.items()
        if (found := [one for one in lines if one.group == group])
    ]


def _outcome(row: Reorganisation) -> str:
    if row.state == ReorganisationState.DONE:
        return _("The reorganisation was carried out.")
    if row.effective_on > local_date():
        return _("Confirmed. It takes effect by itself on %(day)s.") % {"day": f"{row.effective_on:%d/%m/%Y}"}
    return _("Confirmed. Many people move: the work goes on in the background, a notice tells you when it is done.")


def _found(request: HttpRequest, pk: int) -> Reorganisation:
    row = (
        visible_to(request.user, Reorganisation.objects.filter(pk=pk))
        .select_related("created_by", "confirmed_by")
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _form(request: HttpRequest, kind: str, initial: dict[str, Any]) -> ReorganisationForm:
    units = visible_to(request.user, Unit.objects.all(), action="update")
    return ReorganisationForm(request.POST or None, kind=kind, units=units, initial=initial)


def _render_form(request: HttpRequest, form: ReorganisationForm, kind: str, extra: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "kind_label": SuccessionKind(kind).label,
        "suggested": units_to_reorganise(request.user, on=local_date()),
        "steps": [_("Kind"), _("Decision and units"), _("Check")],
        "crumbs": _crumbs(),
        **extra,
    }
    return render(request, "organization/reorganisation_form.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> dict[str, Any]:
    form = VersionForm(request.POST or None)
    return form.cleaned_data if form.is_valid() else {"row_version": None, "fingerprint": "", "reason": ""}


def _kinds() -> list[dict[str, Any]]:
    texts = {
        "merge": _("Several units become one: a new unit, or one that goes on."),
        "split": _("One unit becomes several; you say which divisions and people go where."),
        "rename": _("By decision a unit gets another name: a new unit takes over everything."),
        "dissolve": _("A unit ends and nobody takes over."),
    }
    address = reverse("organization:reorganisation_new")
    return [
        {"label": SuccessionKind(kind).label, "icon": icon, "text": texts[kind], "url": f"{address}?kind={kind}"}
        for kind, icon in KINDS.items()
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Units"), reverse("organization:units")),
        (_("Reorganisations"), reverse("organization:reorganisations")),
    ]
