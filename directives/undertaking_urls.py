"""Routes of undertakings."""

from django.urls import path

from directives.views import undertakings

app_name = "undertakings"

urlpatterns = [
    path("", undertakings.undertakings, name="list"),
    path("coverage/", undertakings.coverage, name="coverage"),
    path("new/", undertakings.new, name="new"),
    path("<str:code>/", undertakings.one, name="one"),
    path("<str:code>/edit/", undertakings.edit, name="edit"),
    path("<str:code>/report/", undertakings.report, name="report"),
    path("<str:code>/evidence/", undertakings.evidence, name="evidence"),
    path("<str:code>/<slug:act>/", undertakings.step, name="step"),
]
