"""Routes of inspections, calls, teams and draws in the API; visits have their own."""

from rest_framework.routers import SimpleRouter

from inspections.api.draws import DrawViewSet, TeamViewSet
from inspections.api.inspections import CallViewSet, InspectionViewSet

app_name = "inspections_api"
router = SimpleRouter()
router.register("inspections", InspectionViewSet, basename="inspection")
router.register("inspection-calls", CallViewSet, basename="call")
router.register("inspection-teams", TeamViewSet, basename="team")
router.register("draws", DrawViewSet, basename="draw")
urlpatterns = router.urls
