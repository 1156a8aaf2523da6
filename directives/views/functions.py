"""Who does what: the functions of a day, one of them, writing them down, ending them, what does not fit."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.forms.offices import EditFunctionForm, EndForm, FunctionForm, FunctionListForm, HoldForm
from directives.models import Function
from directives.office_filters import FunctionFilter
from directives.selectors import functions as selectors
from directives.selectors.documents import documents_to_name
from directives.services import functions as services
from directives.services.function_lists import import_functions
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused

SUGGESTED = 300


@login_required
@require_safe
def functions(request: HttpRequest) -> HttpResponse:
    """The functions with who leads and who co-operates on a day."""
    user = cast("User", request.user)
    require(user, "function.read")
    found = FunctionFilter(request.GET, queryset=selectors.readable(user), request=request)
    rows, on = found.qs, found.day
    page = paginate(request, selectors.with_holdings(rows, user, on=on))
    context = {
        "page": page,
        "lines": selectors.lines(page.rows),
        "on": on,
        "today": local_date(),
        "states": [("", _("All")), ("true", _("With a lead")), ("false", _("Nobody leads"))],
        "may_create": allows(user, "function.create"),
        "filtered": any(request.GET.get(name) for name in ("q", "unit", "document", "led")),
        "tab": "functions",
    }
    return page_or_fragment(request, "directives/functions.html", "directives/_functions.html", context)


@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Overlaps, names alike, functions nobody leads, units without any; of a day."""
    user = cast("User", request.user)
    require(user, "function.read")
    on = FunctionFilter(request.GET, queryset=Function.objects.none(), request=request)
    day = on.day if on.form.is_valid() else local_date()
    context = {"found": selectors.questions(user, on=day), "on": day, "crumbs": _crumbs(), "tab": "functions"}
    return render(request, "directives/function_questions.html", context)


@login_required
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    today = local_date()
    context = {
        "row": row,
        "holdings": [
            (held, held.valid_from <= today and (held.valid_to is None or held.valid_to >= today))
            for held in row.holdings.all()
        ],
        "may_update": allows(user, "function.update", row),
        "may_hold": allows(user, "function_holding.create"),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/function.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "function.create")
    documents = documents_to_name(user)
    initial = {"one_lead": True, "document": documents.filter(code=request.GET.get("document", "")).first()}
    form = FunctionForm(request.POST or None, documents=documents, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create(by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("functions:hold", code=made.code)
    return _form(request, form, {"title": _("Write down a function"), "act": _("Save")})


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "function.update", row)
    initial = {name: getattr(row, name) for name in (*services.EDITABLE, "row_version")}
    form = EditFunctionForm(request.POST or None, documents=documents_to_name(user), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.edit(function=row, version=data.pop("row_version"), changes=data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("functions:one", code=code)
    return _form(request, form, {"title": row.code, "act": _("Save"), "row": row})


@login_required
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Give the function to a unit."""
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, "function_holding.create")
    units = selectors.units_to_hold(user)
    initial = {"valid_from": local_date(), "document": row.document_id}
    form = HoldForm(request.POST or None, units=units, documents=documents_to_name(user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold(function=row, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The unit was written down."))
            return redirect("functions:one", code=code)
    context = {"title": _("Give it to a unit"), "act": _("Save"), "row": row}
    return _form(request, form, context | {"units": units.filter(valid_to__isnull=True)[:SUGGESTED]})


@login_required
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The unit holds the function until a day."""
    user = cast("User", request.user)
    held = selectors.holding(user, code, pk)
    require(user, "function_holding.end", held)
    initial = {"valid_to": held.valid_to or local_date(), "row_version": held.row_version}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.end(holding=held, valid_to=data["valid_to"], version=data["row_version"], by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("functions:one", code=code)
    return _form(request, form, {"title": held.unit.name, "act": _("Save"), "row": held.function})


@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    """A list of functions: all of it or nothing."""
    user = cast("User", request.user)
    require(user, "function.create")
    require(user, "function_holding.create")
    form = FunctionListForm(request.POST or None, request.FILES or None)
    problems: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            done = import_functions(file=form.cleaned_data["file"], units=selectors.units_to_hold(user), by=user)
        except InvalidInput as error:
            problems = list(error.details.get("problems", []))
            show_on(form, error)
        else:
            said = _("Imported: %(functions)s functions, %(holdings)s rows of units; %(existing)s stood already.")
            words = {"functions": done.functions, "holdings": done.holdings, "existing": done.existing}
            messages.success(request, said % words)
            return redirect("functions:list")
    context = {"form": form, "problems": problems, "crumbs": _crumbs()}
    return render(request, "directives/function_import.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Who does what"), reverse("functions:list"))]


def _form(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    row = context.get("row")
    back = reverse("functions:one", args=[row.code]) if row else reverse("functions:list")
    context |= {"form": form, "back_url": back, "crumbs": _crumbs(), "under": row.name if row else ""}
    return render(request, "directives/office_form.html", context, status=422 if form.errors else 200)
