"""Routes of pages that read several rooms."""

from django.urls import path

from reports.views import home, search, trail

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("trail/", trail.trail, name="trail"),
    path("trail/<int:pk>/", trail.trail_event, name="trail_event"),
]
