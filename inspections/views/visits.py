"""A visit on a phone: the overview, attendance, sampled files, contents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.web.clock import local_moment
from foundation.web.paging import paginate
from foundation.workflow.errors import NotFound
from inspections.forms.visits import CheckForm, SampleForm
from inspections.models import Inspection
from inspections.selectors import visits as selectors
from inspections.services import attendance as roll
from inspections.services.samples import check, record_sample
from inspections.views.visit_frame import REFUSALS, frame, page, taken, who

PAGE = require_http_methods(["GET", "HEAD", "POST"])
UNDIVIDED = "none"
"""What a page sends for those who belong to no division: the leaders."""


@login_required
@require_safe
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far the visit is, and the way to each step."""
    row = selectors.on_site(request.user, public_id)
    return page(request, "visit", frame(request, row, "visit", papers=selectors.papers_of(request.user, row)))


@login_required
@PAGE
def attendance(request: HttpRequest, public_id: str) -> HttpResponse:
    """The roll of one division at a time."""
    row = selectors.on_site(request.user, public_id)
    divisions = selectors.divisions_of(request.user, row)
    chosen = _division(request, divisions)
    if request.method == "POST":
        _mark_all(request, row)
        query = f"?division={chosen}" if chosen is not None else ""
        return redirect(f"{reverse('visits:attendance', args=[public_id])}{query}")
    lines = selectors.roll_of(request.user, row, division=chosen, all_divisions=len(divisions) < 2)
    context = frame(request, row, "attendance", divisions=divisions, chosen=chosen, page=paginate(request, lines))
    return page(request, "attendance", context)


@login_required
@require_POST
def call_roll(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the people of the unit on the roll."""
    row = selectors.on_site(request.user, public_id)
    try:
        count = roll.call_roll(inspection=row, now=local_moment(), by=who(request))
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(count)s people put on the roll.") % {"count": count})
    return redirect("visits:attendance", public_id=public_id)


@login_required
@require_POST
def rest_present(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody not marked yet is there: in the division shown, among the leaders shown, or everywhere."""
    row = selectors.on_site(request.user, public_id)
    asked = request.POST.get("division", "")
    division, undivided = _number(asked), asked == UNDIVIDED
    try:
        count = roll.mark_rest_present(
            inspection=row, division=division, undivided=undivided, now=local_moment(), by=who(request)
        )
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Marked present: %(count)s.") % {"count": count})
    query = f"?division={asked}" if undivided or division is not None else ""
    return redirect(f"{reverse('visits:attendance', args=[public_id])}{query}")


@login_required
@PAGE
def samples(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sampled files; `?line=` corrects one."""
    row = selectors.on_site(request.user, public_id)
    lines = list(selectors.samples_of(request.user, row))
    line = next((one for one in lines if str(one.number) == request.GET.get("line")), None)
    initial: dict[str, Any] = {}
    if line is not None:
        names = ("subject", "population", "sample", "failing", "worst_delay", "note", "row_version")
        initial = {name: getattr(line, name) for name in names}
    form = SampleForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        version = data.pop("row_version", None)
        record_sample(inspection=row, now=local_moment(), by=who(request), line=line, version=version, **data)

    to = reverse("visits:samples", args=[public_id])
    answer, status = taken(request, form, act, _("Sample written down."), to)
    return answer or page(request, "samples", frame(request, row, "samples", form=form, lines=lines, line=line), status)


@login_required
@PAGE
def checklist(request: HttpRequest, public_id: str) -> HttpResponse:
    """One result for each content of the inspection."""
    row = selectors.on_site(request.user, public_id)
    form = CheckForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> None:
        check(inspection=row, now=local_moment(), by=who(request), **data)

    to = reverse("visits:checklist", args=[public_id])
    answer, status = taken(request, form, act, _("Written down."), to)
    if answer is not None:
        return answer
    forms = [
        (
            label,
            line,
            form if form.is_bound and form.data.get("item") == item
            else CheckForm(
                initial={"item": item, "result": line.result if line else None, "note": line.note if line else ""},
                prefix=None,
                auto_id=f"id_{item}_%s",
            ),
        )
        for item, label, line in selectors.checklist_of(request.user, row)
    ]  # fmt: skip
    return page(request, "checklist", frame(request, row, "checklist", forms=forms), status)


def _division(request: HttpRequest, divisions: list[selectors.Division]) -> int | None:
    """The division asked for, else the first with somebody not marked, else the first."""
    keys = [one.unit.pk if one.unit else None for one in divisions]
    asked = request.GET.get("division", request.POST.get("division", ""))
    if asked == UNDIVIDED:
        return None
    number = _number(asked)
    if number is not None:
        if number not in keys:
            raise NotFound
        return number
    waiting = [key for key, one in zip(keys, divisions, strict=True) if one.unmarked]
    return next(iter(waiting or keys), None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _mark_all(request: HttpRequest, row: Inspection) -> None:
    """Every line of the form that was changed; one that a colleague marked meanwhile is told, the others are kept."""
    written = 0
    for name in request.POST:
        value = str(request.POST.get(name, ""))
        key = _number(name.removeprefix("mark_")) if name.startswith("mark_") else None
        if key is None or not value:
            continue
        line = selectors.line_of(request.user, row, key)
        reason = request.POST.get(f"reason_{key}", "").strip()
        if (line.mark, line.reason) == (value, reason if value == "with_reason" else ""):
            continue
        version = _number(request.POST.get(f"version_{key}", ""))
        try:
            if version is not None:
                roll.refuse_stale(line, version)
            roll.mark(line=line, mark=value, reason=reason, seen_at=local_moment(), now=local_moment(), by=who(request))
            written += 1
        except REFUSALS as error:
            messages.error(request, f"{line.person.full_name}: {error}")
    if written:
        messages.success(request, _("Marks written: %(count)s.") % {"count": written})
