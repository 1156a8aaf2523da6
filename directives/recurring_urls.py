"""Routes of tasks that come again."""

from django.urls import path

from directives.views import recurring

app_name = "recurring"

urlpatterns = [
    path("", recurring.rules, name="list"),
    path("new/", recurring.new, name="new"),
    path("<str:code>/", recurring.one, name="one"),
    path("<str:code>/edit/", recurring.edit, name="edit"),
    path("<str:code>/<slug:act>/", recurring.step, name="step"),
]
