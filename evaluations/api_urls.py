"""Routes of the month in the API."""

from rest_framework.routers import SimpleRouter

from evaluations.api.cycles import CycleViewSet, UnitCycleViewSet
from evaluations.api.objections import ObjectionViewSet
from evaluations.api.revisions import RevisionViewSet
from evaluations.api.sheets import EvaluationViewSet

app_name = "evaluations_api"
router = SimpleRouter()
router.register("cycles", CycleViewSet, basename="cycle")
router.register("unit-cycles", UnitCycleViewSet, basename="unit-cycle")
router.register("evaluations", EvaluationViewSet, basename="evaluation")
router.register("objections", ObjectionViewSet, basename="objection")
router.register("revisions", RevisionViewSet, basename="revision")
urlpatterns = router.urls
