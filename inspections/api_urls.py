"""Routes of inspections, calls, teams, draws, programmes and own checks in the API; visits have their own."""

from rest_framework.routers import SimpleRouter

from inspections.api.draws import DrawViewSet, TeamViewSet
from inspections.api.inspections import CallViewSet, InspectionViewSet
from inspections.api.programmes import OwnCheckViewSet, ProgrammeViewSet

app_name = "inspections_api"
router = SimpleRouter()
router.register("inspections", InspectionViewSet, basename="inspection")
router.register("inspection-calls", CallViewSet, basename="call")
router.register("inspection-teams", TeamViewSet, basename="team")
router.register("draws", DrawViewSet, basename="draw")
router.register("inspection-programmes", ProgrammeViewSet, basename="programme")
router.register("own-checks", OwnCheckViewSet, basename="own-check")
urlpatterns = router.urls
