"""Routes of the registry in the API."""

from rest_framework.routers import SimpleRouter

from cadres.api.family import FamilyTieViewSet, PlanningViewSet
from cadres.api.history import AbsenceViewSet, PositionViewSet, PostingViewSet
from cadres.api.people import PersonViewSet

app_name = "cadres_api"
router = SimpleRouter()
router.register("people", PersonViewSet, basename="person")
router.register("postings", PostingViewSet, basename="posting")
router.register("absences", AbsenceViewSet, basename="absence")
router.register("positions", PositionViewSet, basename="position")
router.register("family-ties", FamilyTieViewSet, basename="family-tie")
router.register("planning", PlanningViewSet, basename="planning-entry")
urlpatterns = router.urls
