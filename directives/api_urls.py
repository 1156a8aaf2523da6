"""Routes of directives in the API."""

from rest_framework.routers import SimpleRouter

from directives.api.assignments import AssignmentViewSet
from directives.api.catalogues import DocumentViewSet, IndicatorViewSet
from directives.api.measures import MeasureViewSet
from directives.api.undertakings import UndertakingViewSet

app_name = "directives_api"
router = SimpleRouter()
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("documents", DocumentViewSet, basename="document")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("measures", MeasureViewSet, basename="measure")
router.register("undertakings", UndertakingViewSet, basename="undertaking")
urlpatterns = router.urls
