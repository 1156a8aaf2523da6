"""Routes of a visit."""

from django.urls import path

from inspections.views import after, offline, statistics, visit_findings, visit_minutes, visits

app_name = "visits"
urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("worker.js", offline.worker, name="worker"),
    path("<str:public_id>/", visits.visit, name="visit"),
    path("<str:public_id>/attendance/", visits.attendance, name="attendance"),
    path("<str:public_id>/attendance/call/", visits.call_roll, name="call_roll"),
    path("<str:public_id>/attendance/rest/", visits.rest_present, name="rest_present"),
    path("<str:public_id>/samples/", visits.samples, name="samples"),
    path("<str:public_id>/contents/", visits.checklist, name="checklist"),
    path("<str:public_id>/findings/", visit_findings.findings, name="findings"),
    path("<str:public_id>/findings/new/", visit_findings.new, name="finding_new"),
    path("<str:public_id>/findings/<int:number>/", visit_findings.finding, name="finding"),
    path("<str:public_id>/after/", after.after, name="after"),
    path("<str:public_id>/after/<str:act>/", after.step, name="step"),
    path("<str:public_id>/after/<str:act>/<int:part>/", after.step, name="step_on"),
    path("<str:public_id>/notice/<int:version>/", after.notice_file, name="notice_file"),
    path("<str:public_id>/minutes/", visit_minutes.minutes, name="minutes"),
    path("<str:public_id>/minutes/draw-up/", visit_minutes.draw_up, name="draw_up"),
    path("<str:public_id>/minutes/sheet/", visit_minutes.sheet, name="sheet"),
    path("<str:public_id>/minutes/<int:number>/", visit_minutes.minutes_file, name="minutes_file"),
    path("<str:public_id>/minutes/<int:number>/sign/", visit_minutes.sign, name="sign"),
    path("<str:public_id>/minutes/<int:number>/refuse/", visit_minutes.refuse, name="refuse"),
    path("<str:public_id>/minutes/<int:number>/discard/", visit_minutes.discard, name="discard"),
]
