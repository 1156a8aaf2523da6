"""Replacements before the end of a term: the list and its file, one, noting a ground, the steps to a decision."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from discipline.enums import ReplacementState, Replacing
from discipline.filters import REPLACEMENT_STAGES, filtered_replacements
from discipline.forms.replacements import CreateForm, DecideForm, OpinionForm, ProposeForm, ReasonedForm
from discipline.models import Replacement
from discipline.selectors import replacements as selectors
from discipline.services import replacements as services
from foundation.access import allows, require, visible_to
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged
from organization.selectors.calendar import working_calendar

SUGGESTED = 300
ACTS = {"propose": "propose", "opinion": "consult", "extend": "decide", "decide": "decide", "reject": "reject"}
"""Step of the page -> action of the matrix."""
IN_STATE = {
    ReplacementState.SUGGESTED: ("reject", "propose"),
    ReplacementState.PROPOSED: ("reject", "extend", "opinion"),
    ReplacementState.CONSULTED: ("reject", "extend", "opinion", "decide"),
}


@login_required
@require_safe
def replacements(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "replacement.read")
    today = local_date()
    reach = selectors.readable(user)
    page = paginate(request, filtered_replacements(request.GET, reach, request))
    counts = selectors.stage_counts(reach, on=today)
    stages = [("", _("All"), sum(counts.values()) - counts["overdue"])]
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, on=today, days=working_calendar()),
        "stages": stages + [(key, label, counts[key]) for key, label in REPLACEMENT_STAGES],
        "units": [(unit.code, unit.name) for unit in selectors.units_with_any(user, on=today)[:SUGGESTED]],
        "may_create": allows(user, "replacement.create"),
        "may_export": allows(user, "replacement.export"),
        "filtered": any(request.GET.get(name) for name in ("q", "stage", "unit", "kind")),
    }
    return page_or_fragment(request, "discipline/replacements.html", "discipline/_replacements.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The rows the list shows, as XLSX."""
    user = cast("User", request.user)
    require(user, "replacement.export")
    base = visible_to(user, Replacement.objects.select_related("person", "unit"), "export")
    rows = filtered_replacements(request.GET, base, request)
    total, filters, made_at = rows.count(), _filter_words(request), local_moment()
    mark = hand_out(
        request,
        object_type="discipline.replacement",
        name="replacement.exported",
        rows=total,
        people=rows.order_by().values("person").distinct().count(),
        filters=filters,
        kind="xlsx",
        made_at=made_at,
    )
    made = selectors.listing(
        rows, on=local_date(), days=working_calendar(), total=total, made_at=made_at, made_by=user.full_name,
        filters=filters, mark=mark,
    )  # fmt: skip
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="thay-the-dieu-chuyen-{local_date():%Y%m%d}.xlsx"'
    write_xlsx(made, cast(Any, response))
    return response


@login_required
@require_safe
def replacement(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    row = selectors.one(user, code)
    context = {
        "line": selectors.line_of(row, on=local_date(), days=working_calendar()),
        "shown": selectors.shown(user, row),
        "opinions": selectors.opinions_of(user, row),
        "inputs": selectors.watch_inputs(row),
        "steps": _steps(user, row),
        "own_proposal": row.proposed_by_id == user.pk,
        "crumbs": _crumbs(),
    }
    return render(request, "discipline/replacement.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Note a ground."""
    user = cast("User", request.user)
    require(user, "replacement.create")
    today = local_date()
    people = selectors.people_for(user, on=today)
    choices = selectors.ground_choices(today)
    form = CreateForm(request.POST or None, people=people, grounds=choices, initial={"arose_on": today})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create(by=user, today=today, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            return redirect("discipline:replacement", code=made.code)
    context = {
        "form": form,
        "people": people[:SUGGESTED],
        "title": _("Note a ground for a replacement"),
        "act": _("Note it"),
        "back_url": reverse("discipline:replacements"),
        "crumbs": _crumbs(),
    }
    return render(request, "discipline/replacement_form.html", context, status=status)


@login_required
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Propose, take an opinion, extend, decide or reject; on a page of its own."""
    if act not in ACTS:
        raise NotFound
    user = cast("User", request.user)
    row = selectors.one(user, code)
    require(user, f"replacement.{ACTS[act]}", row)
    form = _form(act, row, request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _carry_out(act, row, dict(form.cleaned_data), user)
        except (InvalidInput, Refused, StateChanged) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("Recorded."))
            return redirect("discipline:replacement", code=code)
    title, hint = _words(act)
    context = {
        "form": form,
        "row": row,
        "title": title,
        "hint": hint,
        "act": title,
        "back_url": reverse("discipline:replacement", args=[code]),
        "crumbs": [*_crumbs(), (code, reverse("discipline:replacement", args=[code]))],
    }
    return render(request, "discipline/replacement_form.html", context, status=status)


def _form(act: str, row: Replacement, data: Any) -> Any:
    start: dict[str, Any] = {"row_version": row.row_version}
    if act == "propose":
        choices = selectors.ground_choices(row.arose_on)
        start |= {"kind": row.kind, "ground": row.ground, "talked_on": local_date()}
        return ProposeForm(data, grounds=choices, initial=start)
    if act == "opinion":
        return OpinionForm(data, initial=start | {"given_on": local_date()})
    if act == "decide":
        return DecideForm(data, initial=start | {"decided_on": local_date()})
    return ReasonedForm(data, initial=start)


def _carry_out(act: str, row: Replacement, data: dict[str, Any], user: User) -> None:
    call: dict[str, Callable[..., Any]] = {
        "propose": services.propose, "opinion": services.take_opinion, "extend": services.extend,
        "decide": services.decide, "reject": services.reject,
    }  # fmt: skip
    today = {} if act == "extend" else {"today": local_date()}
    call[act](replacement=row, version=data.pop("row_version"), by=user, **today, **data)


def _words(act: str) -> tuple[str, str]:
    return {
        "propose": (_("Propose"), _("The person is told, and the days to decide begin to run.")),
        "opinion": (_("Take an opinion"), _("The first opinion opens the decision; none can be taken back.")),
        "extend": (_("Extend the term"), _("Once, for objective reasons, up to the longest term of the rules.")),
        "decide": (_("Decide"), _("Enter the signed decision. The post itself is changed in the registry.")),
        "reject": (_("Do not follow it"), _("The reason is kept. The same facts are not suggested again.")),
    }[act]


def _steps(user: User, row: Replacement) -> list[tuple[str, str]]:
    acts = IN_STATE.get(ReplacementState(row.state), ())
    return [(act, _words(act)[0]) for act in acts if allows(user, f"replacement.{ACTS[act]}", row)]


def _filter_words(request: HttpRequest) -> list[tuple[str, str]]:
    labels = {"q": _("Search"), "stage": _("State"), "unit": _("Unit"), "kind": _("Measure on the post")}
    words: dict[str, dict[str, Any]] = {"stage": dict(REPLACEMENT_STAGES), "kind": dict(Replacing.choices)}
    return [
        (label, str(words.get(name, {}).get(value, value)))
        for name, label in labels.items()
        if (value := request.GET.get(name, ""))
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Replacements"), reverse("discipline:replacements"))]
