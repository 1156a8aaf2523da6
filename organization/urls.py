"""Pages of the organisation."""

from django.urls import path

from organization.views import calendar, units

app_name = "organization"
urlpatterns = [
    path("", units.unit_list, name="units"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("<str:code>/", units.unit_detail, name="unit"),
]
