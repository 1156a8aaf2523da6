"""Routes of discipline in the API."""

from rest_framework.routers import SimpleRouter

from discipline.api.cases import CaseViewSet
from discipline.api.replacements import ReplacementViewSet
from discipline.api.rules import RuleViewSet

app_name = "discipline_api"
router = SimpleRouter()
router.register("cases", CaseViewSet, basename="case")
router.register("discipline-rules", RuleViewSet, basename="rule")
router.register("replacements", ReplacementViewSet, basename="replacement")
urlpatterns = router.urls
