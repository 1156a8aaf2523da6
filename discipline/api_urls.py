"""Routes of discipline in the API."""

from rest_framework.routers import SimpleRouter

from discipline.api.rules import RuleViewSet

app_name = "discipline_api"
router = SimpleRouter()
router.register("discipline-rules", RuleViewSet, basename="rule")
urlpatterns = router.urls
