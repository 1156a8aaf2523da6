"""Routes of the organisation's API."""

from rest_framework.routers import SimpleRouter

from organization.api import HolidayViewSet, UnitViewSet
from organization.reorganisation_api import ReorganisationViewSet, SuccessionViewSet

app_name = "organization_api"
router = SimpleRouter()
router.register("units", UnitViewSet, basename="unit")
router.register("successions", SuccessionViewSet, basename="succession")
router.register("reorganisations", ReorganisationViewSet, basename="reorganisation")
router.register("holidays", HolidayViewSet, basename="holiday")
urlpatterns = router.urls
