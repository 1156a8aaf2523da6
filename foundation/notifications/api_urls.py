"""Routes of the inbox API."""

from rest_framework.routers import SimpleRouter

from foundation.notifications.api import NotificationViewSet

app_name = "notifications_api"
router = SimpleRouter()
router.register("", NotificationViewSet, basename="notification")
urlpatterns = router.urls
