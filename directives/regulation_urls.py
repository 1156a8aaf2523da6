"""Routes of working regulations."""

from django.urls import path

from directives.views import regulations

app_name = "regulations"

urlpatterns = [
    path("", regulations.regulations, name="list"),
    path("new/", regulations.new, name="new"),
    path("<int:pk>/", regulations.one, name="one"),
    path("<int:pk>/edit/", regulations.edit, name="edit"),
    path("<int:pk>/review/", regulations.review, name="review"),
]
