"""Routes of assignments in the API."""

from rest_framework.routers import SimpleRouter

from directives.api import AssignmentViewSet

app_name = "directives_api"
router = SimpleRouter()
router.register("assignments", AssignmentViewSet, basename="assignment")
urlpatterns = router.urls
