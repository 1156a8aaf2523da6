"""Routes of visits, remedies and proposed facts in the API."""

from rest_framework.routers import SimpleRouter

from inspections.api.notices import VisitViewSet
from inspections.api.remedies import FactViewSet, RemedyViewSet

app_name = "visits_api"
router = SimpleRouter()
router.register("visits", VisitViewSet, basename="visit")
router.register("remedies", RemedyViewSet, basename="remedy")
router.register("proposed-facts", FactViewSet, basename="fact")
urlpatterns = router.urls
