"""Routes of the organisation's API."""

from rest_framework.routers import SimpleRouter

from organization.api import HolidayViewSet, UnitViewSet

app_name = "organization_api"
router = SimpleRouter()
router.register("units", UnitViewSet, basename="unit")
router.register("holidays", HolidayViewSet, basename="holiday")
urlpatterns = router.urls
