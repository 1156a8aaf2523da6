"""Routes of the API of accounts."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import GrantViewSet, MeView
from accounts.api_factor_resets import FactorResetViewSet
from accounts.api_keys import KeyViewSet

app_name = "accounts_api"
router = SimpleRouter()
router.register("grants", GrantViewSet, basename="grant")
router.register("keys", KeyViewSet, basename="api-key")
router.register("factor-resets", FactorResetViewSet, basename="factor-reset")
urlpatterns = [path("me/", MeView.as_view(), name="me"), *router.urls]
