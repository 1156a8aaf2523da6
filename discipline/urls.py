"""Routes of discipline."""

from django.urls import path

from discipline.views import rules

app_name = "discipline"

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
]
