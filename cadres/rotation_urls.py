"""Routes of rotation."""

from django.urls import path

from cadres.views import rotation, rotation_cases, rotation_proposals, rotation_rounds

app_name = "rotation"

urlpatterns = [
    path("", rotation.due, name="due"),
    path("export/", rotation.export, name="export"),
    path("ahead/", rotation.ahead, name="ahead"),
    path("people/<str:code>/", rotation.person, name="person"),
    path("people/<str:code>/open/<str:rule>/", rotation.open_new, name="open"),
    path("cases/", rotation_cases.cases, name="cases"),
    path("cases/<str:code>/", rotation_cases.case, name="case"),
    path("cases/<str:code>/<slug:act>/", rotation_cases.step, name="step"),
    path("own/", rotation_cases.own, name="own"),
    path("own/<str:code>/", rotation_cases.own_case, name="own_case"),
    path("rounds/", rotation_rounds.rounds, name="rounds"),
    path("rounds/new/", rotation_rounds.round_new, name="round_new"),
    path("rounds/<str:code>/", rotation_rounds.round_one, name="round"),
    path("rounds/<str:code>/proposals/", rotation_proposals.proposals, name="proposals"),
    path("rounds/<str:code>/proposals/<int:pk>/", rotation_proposals.proposal, name="proposal"),
    path("rounds/<str:code>/<slug:act>/", rotation_rounds.round_step, name="round_step"),
    path("exceptions/", rotation_rounds.exceptions, name="exceptions"),
    path("exceptions/new/", rotation_rounds.exception_new, name="exception_new"),
    path("exceptions/<int:pk>/end/", rotation_rounds.exception_end, name="exception_end"),
    path("rules/", rotation_rounds.rules, name="rules"),
]
