"""Routes of the pages; each room brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz, readyz

ROOMS = [
    ("", "reports.urls"),
    ("", "foundation.web.urls"),
    ("accounts/", "accounts.urls"),
    ("inbox/", "foundation.notifications.urls"),
    ("files/", "foundation.files.urls"),
    ("units/", "organization.urls"),
    ("people/", "cadres.urls"),
    ("rotation/", "cadres.rotation_urls"),
    ("assignments/recurring/", "directives.recurring_urls"),
    ("assignments/", "directives.urls"),
    ("reviews/", "directives.review_urls"),
    ("documents/", "directives.catalogue_urls"),
    ("measures/", "directives.measure_urls"),
    ("undertakings/", "directives.undertaking_urls"),
    ("discipline/", "discipline.urls"),
    ("inspections/", "inspections.urls"),
    ("visits/", "inspections.visit_urls"),
    ("remedies/", "inspections.remedy_urls"),
    ("functions/", "directives.function_urls"),
    ("regulations/", "directives.regulation_urls"),
    ("commendations/", "directives.commendation_urls"),
    ("evaluations/", "evaluations.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api_urls")),
    *(path(prefix, include(module)) for prefix, module in ROOMS if find_spec(module)),
]

handler400 = "foundation.web.errors.bad_request"
handler403 = "foundation.web.errors.forbidden"
handler404 = "foundation.web.errors.not_found"
handler500 = "foundation.web.errors.server_error"
