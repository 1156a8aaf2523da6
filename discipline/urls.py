"""Routes of discipline."""

from django.urls import path

from discipline import case_urls
from discipline.views import own, papers, replacements, rules

app_name = "discipline"

urlpatterns = [
    *case_urls.urlpatterns,
    path("mine/", own.mine, name="mine"),
    path("mine/<str:code>/", own.own_case, name="own_case"),
    path("mine/<str:code>/exhibits/<int:number>/", own.own_exhibit, name="own_exhibit"),
    path("mine/<str:code>/<str:act>/", own.own_step, name="own_step"),
    path("rules/", rules.rules, name="rules"),
    path("cases/<str:code>/papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/plain/", papers.plain, name="paper_plain"),
    path("replacements/", replacements.replacements, name="replacements"),
    path("replacements/export/", replacements.export, name="replacements_export"),
    path("replacements/new/", replacements.new, name="replacement_new"),
    path("replacements/<str:code>/", replacements.replacement, name="replacement"),
    path("replacements/<str:code>/<str:act>/", replacements.step, name="replacement_step"),
]
