"""Routes of the registry in the API."""

from rest_framework.routers import SimpleRouter

from cadres.api.family import FamilyTieViewSet, PlanningViewSet
from cadres.api.history import AbsenceViewSet, PositionViewSet, PostingViewSet
from cadres.api.people import PersonViewSet
from cadres.api.rotation import RotationCaseViewSet, RotationClockViewSet
from cadres.api.rotation_proposals import RotationProposalViewSet
from cadres.api.rotation_rules import (
    ListedPostViewSet,
    RotationExceptionViewSet,
    RotationRoundViewSet,
    RotationRuleViewSet,
)

app_name = "cadres_api"
router = SimpleRouter()
router.register("people", PersonViewSet, basename="person")
router.register("postings", PostingViewSet, basename="posting")
router.register("absences", AbsenceViewSet, basename="absence")
router.register("positions", PositionViewSet, basename="position")
router.register("family-ties", FamilyTieViewSet, basename="family-tie")
router.register("planning", PlanningViewSet, basename="planning-entry")
router.register("rotation/rules", RotationRuleViewSet, basename="rotation-rule")
router.register("rotation/posts", ListedPostViewSet, basename="listed-post")
router.register("rotation/clocks", RotationClockViewSet, basename="rotation-clock")
router.register("rotation/cases", RotationCaseViewSet, basename="rotation-case")
router.register("rotation/exceptions", RotationExceptionViewSet, basename="rotation-exception")
router.register("rotation/rounds", RotationRoundViewSet, basename="rotation-round")
router.register("rotation/rounds/(?P<code>[^/]+)/proposals", RotationProposalViewSet, basename="rotation-proposal")
urlpatterns = router.urls
