"""Routes of visits in the API."""

from rest_framework.routers import SimpleRouter

from inspections.api.visit_minutes import VisitViewSet

app_name = "visits_api"
router = SimpleRouter()
router.register("visits", VisitViewSet, basename="visit")
urlpatterns = router.urls
