"""Routes of the API, version 1; each room brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

ROOMS = [
    ("", "accounts.api_urls"),
    ("", "organization.api_urls"),
    ("", "cadres.api_urls"),
    ("", "directives.api_urls"),
    ("", "discipline.api_urls"),
    ("", "inspections.api_urls"),
    ("", "inspections.visit_api_urls"),
    ("", "evaluations.api_urls"),
    ("", "reports.api_urls"),
    ("notifications/", "foundation.notifications.api_urls"),
    ("alerts/", "foundation.notifications.alert_api_urls"),
    ("files/", "foundation.files.api_urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *(path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module)),
]
