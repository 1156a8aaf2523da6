"""Undertakings of units: the list, one, promising, reporting, accepting, and who promised nothing."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.filters import UNDERTAKING_STAGES, filtered_undertakings
from directives.forms.assignments import ReasonForm
from directives.forms.undertakings import EditPromiseForm, PutOffForm, ReportForm, UndertakeForm
from directives.models import Undertaking
from directives.selectors import undertakings as selectors
from directives.services import undertakings as services
from foundation.access import allows, require
from foundation.files.forms import ProofForm
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.formats import vn_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import Forbidden, InvalidInput, NotFound, Refused
from organization.selectors.calendar import working_calendar

CT24 = "ct24"
SUGGESTED = 300
STEPS: dict[str, Any] = {
    "accept": services.accept,
    "send_back": services.send_back,
    "extend": services.extend,
    "cancel": services.cancel,
}


@login_required
@require_safe
def undertakings(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "undertaking.read")
    today = local_date()
    reach = selectors.readable(user)
    page = paginate(request, filtered_undertakings(request.GET, reach, request))
    counts = selectors.stage_counts(reach, on=today)
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, on=today, days=working_calendar()),
        "stages": [("", _("All"), sum(counts.values()) - counts["overdue"])]
        + [(key, label, counts[key]) for key, label in UNDERTAKING_STAGES],
        "units": [(unit.code, unit.name) for unit in selectors.units_that_promise(user, on=today)[:300]],
        "may_create": allows(user, "undertaking.create"),
        "filtered": any(request.GET.get(name) for name in ("q", "stage", "unit", "task")),
    }
    return page_or_fragment(request, "directives/undertakings.html", "directives/_undertakings.html", context)


@login_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Which unit promised something for which task of the directive, and which did not."""
    user = cast("User", request.user)
    require(user, "undertaking.read")
    context = {
        "rows": selectors.coverage(user, document=CT24, on=local_date()),
        "crumbs": [(_("Undertakings"), reverse("undertakings:list"))],
    }
    return render(request, "directives/coverage.html", context)


@login_required
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    settles = {act: allows(user, f"undertaking.{act}", row) for act in ("accept", "send_back")}
    context = {
        "line": selectors.line_of(row, on=local_date(), days=working_calendar()),
        "reports": selectors.reports_of(user, row),
        "proofs": selectors.proofs_for(user, row),
        "may": {act: allows(user, f"undertaking.{act}", row) for act in ("update", "report", "extend", "cancel")}
        | settles,
        "own_report": row.reported_by_id == user.pk or (user.person_id or 0) == row.responsible_id,
        "crumbs": _crumbs(),
    }
    return render(request, "directives/undertaking.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "undertaking.create")
    today = local_date()
    units = selectors.units_that_promise(user, on=today, action="undertaking.create")
    people = selectors.people_of(units)
    initial = {"begins_on": today, "unit": units.first().code if units.count() == 1 else ""}  # type: ignore[union-attr]
    form = UndertakeForm(request.POST or None, units=units, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        require(user, "undertaking.create", Undertaking(**_named(form)))
        try:
            made = services.undertake(by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("undertakings:one", code=made.code)
    context = {
        "units": units[:SUGGESTED],
        "people": people.order_by("sort_key")[:SUGGESTED],
        "title": _("Promise something for a task"),
        "act": _("Promise"),
    }
    return _form(request, form, context)


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "undertaking.update", row)
    people = selectors.people_of(selectors.units_that_promise(user, on=local_date(), action="undertaking.update"))
    initial = {name: getattr(row, name) for name in ("title", "product", "due_on", "row_version")}
    initial["responsible"] = row.responsible.code
    form = EditPromiseForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.edit(undertaking=row, version=data.pop("row_version"), changes=data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("undertakings:one", code=code)
    context = {"people": people.order_by("sort_key")[:SUGGESTED], "title": row.code, "act": _("Save"), "row": row}
    return _form(request, form, context)


@login_required
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Report progress, or that it is done."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "undertaking.report", row)
    form = ReportForm(request.POST or None, initial={"on": local_date(), "percent": row.percent})
    if request.method == "POST" and form.is_valid():
        try:
            services.report(undertaking=row, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The report was recorded."))
            return redirect("undertakings:one", code=code)
    return _form(request, form, {"title": _("Report on %(code)s") % {"code": code}, "act": _("Report"), "row": row})


@login_required
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Attach a file."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "undertaking.report", row)
    form = ProofForm(request.POST or None, request.FILES or None)
    status, back = 422 if form.errors else 200, reverse("undertakings:one", args=[code])
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            services.add_evidence(undertaking=row, title=data["title"], upload=data["upload"], by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(back)
    context = {
        "form": form,
        "act": _("Attach"),
        "back": back,
        "title": _("Add proof"),
        "under": f"{code} · {row.title}",
    }
    return render(request, "files/upload.html", context | {"crumbs": [*_crumbs(), (code, back)]}, status=status)


@login_required
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Accept, send back with what is missing, give more time, or cancel; on a page of its own."""
    user = cast("User", request.user)
    if act not in STEPS:
        raise NotFound
    row = selectors.one(user, code)
    require(user, f"undertaking.{act}", row)
    form = None if act == "accept" else (PutOffForm if act == "extend" else ReasonForm)(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            STEPS[act](undertaking=row, by=user, **({} if form is None else form.cleaned_data))
        except (InvalidInput, Refused) as error:
            if form is None:
                raise
            show_on(form, error)
        else:
            return redirect("undertakings:one", code=code)
    words = {
        "accept": (_("Accept"), _("The product is what was promised. The unit is told.")),
        "send_back": (_("Send back"), _("The unit is told what is missing; the deadline stays.")),
        "extend": (_("Give more time"), _("The deadline moves to a later day. The unit is told; the reason stays.")),
        "cancel": (_("Cancel"), _("It is no longer wanted and is not counted.")),
    }
    context = {
        "title": f"{words[act][0]}: {code}",
        "consequence": words[act][1],
        "rows": [
            (_("Unit"), row.unit.name),
            (_("What the unit will do"), row.title),
            (_("Product"), row.product),
            (_("Who answers for it"), row.responsible.full_name),
            (_("Due on"), vn_date(row.due_on)),
        ],
        "form": form,
        "act_label": words[act][0],
        "back_url": reverse("undertakings:one", args=[code]),
        "crumbs": _crumbs(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "components/confirm_page.html", context, status=status)


def _named(form: UndertakeForm) -> dict[str, Any]:
    data = form.cleaned_data
    if data["unit"] is None or data["responsible"] is None:
        raise Forbidden
    return {"unit": data["unit"], "responsible": data["responsible"]}


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Undertakings"), reverse("undertakings:list"))]


def _form(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    row = context.get("row")
    back = reverse("undertakings:one", args=[row.code]) if row else reverse("undertakings:list")
    context |= {"form": form, "back_url": back, "crumbs": _crumbs()}
    return render(request, "directives/undertaking_form.html", context, status=422 if form.errors else 200)
