"""Figures of units: a month of many, the course of one, entering, importing."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.enums import MeasureSource, MeasureSpan
from directives.forms.measures import FigureListForm, FiguresForm, MonthField
from directives.models import MeasureValue
from directives.rules.measures import first_day
from directives.selectors import measures as selectors
from directives.services import measures as services
from directives.services.measure_lists import read_figures
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput


@login_required
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every unit in reach with its figures of one month or year."""
    user = cast("User", request.user)
    require(user, "measure.read")
    today = local_date()
    span = _span(request)
    units = selectors.units_measured(user, on=today)
    period = _asked(request, span) or selectors.latest_period(units, span) or _ended(today, span)
    page = paginate(request, units)
    kinds = selectors.kinds()
    context = {
        "page": page,
        "kinds": kinds,
        "rows": selectors.rows_of(page.rows, period=period, span=span),
        "totals": list(zip(kinds, selectors.totals_of(units, period=period, span=span), strict=True)),
        "period": period,
        "span": span,
        "spans": [(MeasureSpan.MONTH.value, _("By month")), (MeasureSpan.YEAR.value, _("By year"))],
        "may_record": allows(user, "measure.record"),
    }
    return render(request, "directives/measures.html", context)


@login_required
@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The course of one unit's figures beside the mean of its peers."""
    user = cast("User", request.user)
    found = selectors.unit_measured(user, code)
    span = _span(request)
    courses = selectors.courses_of(found, span=span, until=local_date())
    context = {
        "unit": found,
        "courses": courses,
        "span": span,
        "spans": [(MeasureSpan.MONTH.value, _("By month")), (MeasureSpan.YEAR.value, _("By year"))],
        "charts": [(course, _option(course, span)) for course in courses if len(course.points) > 1],
        "may_record": allows(user, "measure.record", MeasureValue(unit=found)),
        "last_ended": _ended(local_date(), "month"),
        "crumbs": [(_("Measures"), reverse("measures:list"))],
    }
    return render(request, "directives/measure_unit.html", context)


@login_required
def record(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """Enter one unit's figures of a month; month 0 is the whole year."""
    user = cast("User", request.user)
    found = selectors.unit_measured(user, code)
    require(user, "measure.record", MeasureValue(unit=found))
    span, period = ("month", date(year, month, 1)) if 1 <= month <= 12 else ("year", date(year, 1, 1))
    form = FiguresForm(
        request.POST or None,
        kinds=selectors.kinds(),
        standing=selectors.versions_of(found, period=period, span=span),
        language=get_language() or "vi",
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = services.record_figures(
                figures=[services.UnitFigures(found, form.values)],
                period=period,
                span=span,  # type: ignore[arg-type]  # one of the two words above
                today=local_date(),
                versions=form.versions,
                by=user,
            )
        except InvalidInput as error:
            _show_all(form, error)
        else:
            messages.success(request, _("Figures written: %(count)s.") % {"count": count})
            return redirect("measures:unit", code=code)
    context = {
        "unit": found,
        "form": form,
        "period": period,
        "span": span,
        "crumbs": [(_("Measures"), reverse("measures:list")), (found.name, reverse("measures:unit", args=[code]))],
    }
    return render(request, "directives/measure_record.html", context, status=422 if form.errors else 200)


@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    """A list of many units: every figure of it, or none."""
    user = cast("User", request.user)
    require(user, "measure.record")
    today = local_date()
    form = FigureListForm(request.POST or None, request.FILES or None)
    problems: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["month"]
        units = selectors.units_measured(user, on=period, action="measure.record")
        try:
            count = services.record_figures(
                figures=read_figures(file=form.cleaned_data["file"], units=units),
                period=period,
                span="month",
                today=today,
                by=user,
                source=MeasureSource.IMPORTED,
            )
        except InvalidInput as error:
            problems = error.details.get("problems", [])
            show_on(form, error)
        else:
            messages.success(request, _("Figures written: %(count)s.") % {"count": count})
            return redirect(f"{reverse('measures:list')}?month={period:%Y-%m}")
    context = {
        "form": form,
        "problems": problems,
        "kinds": selectors.kinds(),
        "crumbs": [(_("Measures"), reverse("measures:list"))],
    }
    return render(request, "directives/measure_import.html", context, status=422 if form.errors else 200)


def _span(request: HttpRequest) -> Any:
    return "year" if request.GET.get("span") == "year" else "month"


def _asked(request: HttpRequest, span: Any) -> date | None:
    text = request.GET.get("month", "")
    if not text:
        return None
    try:
        asked: date = MonthField(required=False).clean(text)
    except ValidationError:
        return None
    return first_day(asked, span)


def _ended(today: date, span: Any) -> date:
    """The last period that has ended."""
    if span == "year":
        return date(today.year - 1, 1, 1)
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def _show_all(form: FiguresForm, error: InvalidInput) -> None:
    for problem in error.details.get("problems", []):
        field = problem["field"] if problem["field"] in form.fields else None
        form.add_error(field, problem["message"])


def _option(course: selectors.Course, span: str) -> dict[str, Any]:
    labels = [f"{period:%m/%Y}" if span == "month" else f"{period:%Y}" for period, _value in course.points]
    line = {"type": "line", "data": [float(value) for _period, value in course.points], "symbolSize": 6}
    return {"xAxis": {"type": "category", "data": labels}, "yAxis": {"type": "value"}, "series": [line]}
