"""The page of the working calendar."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from foundation.access import require
from foundation.web.clock import local_date
from organization.rules.year import months_of
from organization.selectors.calendar import calendar_from, holidays, listed_years

WEEKDAYS = (
    (_("Mo"), _("Monday")),
    (_("Tu"), _("Tuesday")),
    (_("We"), _("Wednesday")),
    (_("Th"), _("Thursday")),
    (_("Fr"), _("Friday")),
    (_("Sa"), _("Saturday")),
    (_("Su"), _("Sunday")),
)


@require_GET
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    require(request.user, "holiday.read")
    today = local_date()
    years = listed_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else today.year
    days = list(holidays(year=year))
    months = months_of(year, calendar_from(days))
    context = {
        "weekdays": WEEKDAYS,
        "year": year,
        "years": [(number, number) for number in sorted({*years, today.year})],
        "days": days,
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "unverified": sum(1 for day in days if not day.verified),
        "today": today,
    }
    return render(request, "organization/calendar.html", context)
