"""Routes of directives in the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from directives.api.assignment_lists import TaskListView
from directives.api.assignments import AssignmentViewSet
from directives.api.catalogues import IndicatorViewSet
from directives.api.documents import DocumentViewSet
from directives.api.handoffs import ExtensionLimitViewSet, HandoffViewSet
from directives.api.measures import MeasureViewSet
from directives.api.offices import CommendationViewSet, FunctionViewSet, RegulationViewSet
from directives.api.recurring import RecurringViewSet
from directives.api.review import DelaysView, SignalViewSet
from directives.api.undertakings import UndertakingViewSet

app_name = "directives_api"
router = SimpleRouter()
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("documents", DocumentViewSet, basename="document")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("measures", MeasureViewSet, basename="measure")
router.register("extension-limits", ExtensionLimitViewSet, basename="extension-limit")
router.register("handoffs", HandoffViewSet, basename="handoff")
router.register("functions", FunctionViewSet, basename="function")
router.register("regulations", RegulationViewSet, basename="regulation")
router.register("commendations", CommendationViewSet, basename="commendation")
router.register("recurring-assignments", RecurringViewSet, basename="recurring")
router.register("avoidance-signals", SignalViewSet, basename="avoidance-signal")
router.register("undertakings", UndertakingViewSet, basename="undertaking")
urlpatterns = [
    path("delays/", DelaysView.as_view(), name="delay-list"),
    path("assignments/import/", TaskListView.as_view(), name="assignment-import"),
    *router.urls,
]
