"""Pages of the inbox and of alerts."""

from django.urls import path

from foundation.notifications import alert_views, views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read, name="read"),
    path("<int:pk>/", views.line, name="line"),
    path("<int:pk>/handle/", views.handle, name="handle"),
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/<int:pk>/", alert_views.alert, name="alert"),
    path("alerts/why-none/", alert_views.why_none, name="why_none"),
    path("alerts/policies/", alert_views.policies, name="policies"),
    path("alerts/policies/<int:pk>/change/", alert_views.policy_change, name="policy_change"),
]
