"""Routes of commendations and good models."""

from django.urls import path

from directives.views import commendations

app_name = "commendations"

urlpatterns = [
    path("", commendations.commendations, name="list"),
    path("new/", commendations.new, name="new"),
    path("people/<str:key>/", commendations.person, name="person"),
    path("<str:code>/", commendations.one, name="one"),
    path("<str:code>/edit/", commendations.edit, name="edit"),
    path("<str:code>/files/", commendations.evidence, name="evidence"),
]
