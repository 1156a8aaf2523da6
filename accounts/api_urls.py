"""Routes of the API of accounts."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import GrantViewSet, MeView

app_name = "accounts_api"
router = SimpleRouter()
router.register("grants", GrantViewSet, basename="grant")
urlpatterns = [path("me/", MeView.as_view(), name="me"), *router.urls]
