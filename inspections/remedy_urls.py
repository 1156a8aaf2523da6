"""Routes of remedies, and of findings that wait for a head's word."""

from django.urls import path

from inspections.views import remedies

app_name = "remedies"
urlpatterns = [
    path("", remedies.listing, name="list"),
    path("facts/", remedies.fact_list, name="facts"),
    path("facts/<int:pk>/<str:act>/", remedies.fact_step, name="fact_step"),
    path("<int:pk>/", remedies.remedy, name="remedy"),
    path("<int:pk>/<str:act>/", remedies.step, name="step"),
]
