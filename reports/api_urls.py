"""Routes of the API that read several rooms."""

from django.urls import path

from reports.api import Trail, Worklist

app_name = "reports_api"

urlpatterns = [
    path("worklist/", Worklist.as_view(), name="worklist"),
    path("trail/", Trail.as_view(), name="trail-list"),
]
