"""Routes of the alerts' API."""

from rest_framework.routers import SimpleRouter

from foundation.notifications.alert_api import AlertPolicyViewSet, AlertViewSet

app_name = "alerts_api"
router = SimpleRouter()
router.register("policies", AlertPolicyViewSet, basename="policy")
router.register("", AlertViewSet, basename="alert")
urlpatterns = router.urls
