"""Routes of assignments."""

from django.urls import path

from directives.views import acts, assignment_lists, evidence, lists

app_name = "directives"

urlpatterns = [
    path("", lists.assignments, name="assignments"),
    path("export/", lists.export, name="export"),
    path("import/", assignment_lists.import_tasks, name="import"),
    path("import/template/", assignment_lists.template, name="import_template"),
    path("new/", acts.new, name="new"),
    path("own/", acts.record_own, name="record_own"),
    path("<str:code>/", acts.assignment, name="assignment"),
    path("<str:code>/evidence/", evidence.add, name="evidence_add"),
    path("<str:code>/evidence/<int:number>/", evidence.replace, name="evidence_replace"),
    path("<str:code>/evidence/<int:number>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("<str:code>/edit/", acts.edit, name="edit"),
    path("<str:code>/finish/", acts.finish, name="finish"),
    path("<str:code>/reopen/", acts.step, {"act": "reopen"}, name="reopen"),
    path("<str:code>/cancel/", acts.step, {"act": "cancel"}, name="cancel"),
]
