"""Routes of discipline."""

from django.urls import path

from discipline.views import replacements, rules

app_name = "discipline"

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("replacements/", replacements.replacements, name="replacements"),
    path("replacements/new/", replacements.new, name="replacement_new"),
    path("replacements/<str:code>/", replacements.replacement, name="replacement"),
    path("replacements/<str:code>/<str:act>/", replacements.step, name="replacement_step"),
]
