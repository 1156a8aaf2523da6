"""The control page of a month: who is behind, more time for a unit, the end of the month."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cadres.rules.names import search_key
from evaluations.enums import CycleState, Step
from evaluations.forms.reasons import ExtendForm
from evaluations.selectors.pages import control as pages
from evaluations.selectors.pages.places import cycle_of
from evaluations.selectors.timetable import due_for, working_calendar
from evaluations.services import control as services
from evaluations.views.guards import SignedIn, open_month
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.formats import vn_date, vn_month
from foundation.web.paging import paginate
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import InvalidInput


@login_required
@require_safe
def show(request: SignedIn, period: date) -> HttpResponse:
    """Counts by unit in the reader's reach, and the people who have not handed in."""
    cycle = cycle_of(period)
    require(request.user, "cycle.control", cycle)
    calendar = working_calendar()
    text = search_key(request.GET.get("q", ""))[:80]
    chosen = request.GET.get("show", "")
    unit = request.GET.get("unit", "")[:40]
    context = {
        "cycle": cycle,
        "period": period,
        "totals": pages.totals(request.user, cycle),
        "steps": pages.steps_of(cycle, on=local_date(), days=calendar),
        "excluded": pages.excluded_of(cycle) if allows(request.user, "cycle.close", cycle) else [],
        "page": paginate(request, pages.units_of(request.user, cycle, show=chosen, text=text)),
        "filters": [
            ("", _("All units")),
            ("waiting", _("Self-assessments missing")),
            ("open", _("Not submitted")),
            ("decided", _("Decided")),
        ],
        "people": pages.people_waiting(request.user, cycle, unit_code=unit),
        "unit_code": unit,
        "listed_people": pages.LISTED_PEOPLE,
        "may_assign": allows(request.user, "unit_cycle.assign"),
        "may_close": allows(request.user, "cycle.close", cycle) and cycle.state == CycleState.OPEN,
        "crumbs": [(_("Evaluation"), reverse("evaluations:months")), (_("Control"), "")],
    }
    return render(request, "evaluations/control.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Give one unit more time for one step."""
    where, _spec = open_month(request.user, period, code, "unit_cycle.extend")
    require_step_up(request)
    month = where.unit_cycle
    back = reverse("evaluations:control", args=[period])
    form = ExtendForm(request.POST or None, today=local_date(), initial={"row_version": month.row_version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.extend(
                unit_cycle=month,
                step=data["step"],
                until=data["until"],
                reason=data["reason"],
                version=data["row_version"],
                by=request.user,
            )
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(unit)s has more time.") % {"unit": where.unit.name})
            return redirect(back)
    days = ((step, due_for(month, step.value)) for step in (Step.SELF, Step.SUPERIOR, Step.DECIDE))
    context = {
        "title": _("More time for a unit"),
        "consequence": _("The new day holds for this unit only. Those concerned see it; the reason stays on record."),
        "act_tone": "info",
        "rows": [
            (_("Unit"), where.unit.name),
            (_("Month"), vn_month(period)),
            *((str(step.label), vn_date(due)) for step, due in days if due),
        ],
        "form": form,
        "act_label": _("Extend"),
        "back_url": back,
    }
    return render(request, "evaluations/confirm.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedIn, period: date) -> HttpResponse:
    """End the month: what was not decided expires."""
    cycle = cycle_of(period)
    require(request.user, "cycle.close", cycle)
    back = reverse("evaluations:control", args=[period])
    if request.method == "POST":
        services.close_cycle(cycle=cycle, by=request.user)
        messages.success(request, _("The month %(month)s is closed.") % {"month": vn_month(period)})
        return redirect(back)
    totals = pages.totals(request.user, cycle)
    unfinished = totals.sheets - totals.decided
    context = {
        "title": _("Close the month %(month)s") % {"month": vn_month(period)},
        "consequence": _(
            "%(n)s sheets without a decision expire: these people have no grade this month, which is not a low grade. "
            "A closed month cannot be opened again."
        )
        % {"n": unfinished},
        "rows": [
            (_("Sheets"), str(totals.sheets)),
            (_("Published"), str(totals.published)),
            (_("Without a decision"), str(unfinished), f"{back}?show=open"),
        ],
        "act_label": _("Close the month"),
        "act_kind": "danger",
        "back_url": back,
        "blocked_reasons": [] if cycle.state == CycleState.OPEN else [_("The month is not open.")],
    }
    return render(request, "evaluations/confirm.html", context)
