"""Routes of inspections: the list, teams, draws, one inspection until it begins; a visit has its own."""

from django.urls import path

from inspections.views import acts, draws, inspections, own_checks, programmes, teams

app_name = "inspections"
urlpatterns = [
    path("", inspections.inspections, name="list"),
    path("calls/", inspections.calls, name="calls"),
    path("new/", acts.new, name="new"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new, name="team_new"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/members/", teams.name, name="team_name"),
    path("teams/<int:pk>/enact/", teams.enact, name="team_enact"),
    path("teams/<int:pk>/end/", teams.end, name="team_end"),
    path("teams/members/<int:pk>/end/", teams.end_member, name="member_end"),
    path("draws/", draws.draws, name="draws"),
    path("draws/new/", draws.seal, name="draw_new"),
    path("draws/<str:code>/", draws.draw, name="draw"),
    path("draws/<str:code>/text/", draws.text, name="draw_text"),
    path("draws/<str:code>/hold/", draws.hold, name="draw_hold"),
    path("draws/<str:code>/open/", draws.open_it, name="draw_open"),
    path("draws/<str:code>/void/", draws.void, name="draw_void"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new, name="programme_new"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/add/", programmes.add, name="programme_add"),
    path("programmes/<int:pk>/approve/", programmes.approve, name="programme_approve"),
    path("programmes/<int:pk>/end/", programmes.end, name="programme_end"),
    path("own/", own_checks.own_checks, name="own_checks"),
    path("own/new/", own_checks.report, name="own_check_new"),
    path("own/<int:pk>/", own_checks.own_check, name="own_check"),
    path("own/<int:pk>/aggregate/", own_checks.aggregate, name="own_check_aggregate"),
    path("own/<int:pk>/send-back/", own_checks.send_back, name="own_check_back"),
    path("<str:public_id>/", inspections.inspection, name="inspection"),
    path("<str:public_id>/knowers/", inspections.knowers, name="knowers"),
    path("<str:public_id>/edit/", acts.edit, name="edit"),
    path("<str:public_id>/approve/", acts.approve, name="approve"),
    path("<str:public_id>/send-back/", acts.send_back, name="send_back"),
    path("<str:public_id>/assign/", acts.assign, name="assign"),
    path("<str:public_id>/reschedule/", acts.reschedule, name="reschedule"),
    path("<str:public_id>/cancel/", acts.cancel, name="cancel"),
    path("<str:public_id>/declare/", acts.declare, name="declare"),
    path("<str:public_id>/start/", acts.start, name="start"),
]
