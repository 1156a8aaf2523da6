"""Routes of directives in the API."""

from rest_framework.routers import SimpleRouter

from directives.api.assignments import AssignmentViewSet
from directives.api.catalogues import DocumentViewSet, IndicatorViewSet

app_name = "directives_api"
router = SimpleRouter()
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("documents", DocumentViewSet, basename="document")
router.register("indicators", IndicatorViewSet, basename="indicator")
urlpatterns = router.urls
