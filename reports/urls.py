"""Routes of pages that read several rooms."""

from django.urls import path

from reports.views import home, search

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
]
