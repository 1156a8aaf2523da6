"""Pages of the organisation."""

from django.urls import path

from organization.views import calendar, reorganisation, unit_edit, units

app_name = "organization"
urlpatterns = [
    path("", units.unit_list, name="units"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("changes/", reorganisation.reorganisations, name="reorganisations"),
    path("changes/new/", reorganisation.reorganisation_new, name="reorganisation_new"),
    path("changes/<int:pk>/", reorganisation.reorganisation, name="reorganisation"),
    path("changes/<int:pk>/edit/", reorganisation.reorganisation_edit, name="reorganisation_edit"),
    path("changes/<int:pk>/choose/", reorganisation.reorganisation_choose, name="reorganisation_choose"),
    path("changes/<int:pk>/cancel/", reorganisation.reorganisation_cancel, name="reorganisation_cancel"),
    path("<str:code>/", units.unit_detail, name="unit"),
    path("<str:code>/edit/", unit_edit.unit_edit, name="unit_edit"),
]
