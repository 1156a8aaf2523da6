"""Routes of discipline."""

from django.urls import path

from discipline.views import papers, replacements, rules

app_name = "discipline"

urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("cases/<str:code>/papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/plain/", papers.plain, name="paper_plain"),
    path("replacements/", replacements.replacements, name="replacements"),
    path("replacements/new/", replacements.new, name="replacement_new"),
    path("replacements/<str:code>/", replacements.replacement, name="replacement"),
    path("replacements/<str:code>/<str:act>/", replacements.step, name="replacement_step"),
]
