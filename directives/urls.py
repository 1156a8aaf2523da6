"""Routes of assignments."""

from django.urls import path

from directives.views import acts, assignment_lists, evidence, handoffs, lists, story

app_name = "directives"
WISH, CAUSE = "<str:code>/extensions/<int:number>", "<str:code>/causes/<int:number>"

urlpatterns = [
    path("", lists.assignments, name="assignments"),
    path("export/", lists.export, name="export"),
    path("import/", assignment_lists.import_tasks, name="import"),
    path("import/template/", assignment_lists.template, name="import_template"),
    path("new/", acts.new, name="new"),
    path("own/", acts.record_own, name="record_own"),
    path("handoffs/", handoffs.handoffs, name="handoffs"),
    path("handoffs/<int:pk>/", handoffs.handoff, name="handoff"),
    path("handoffs/<int:pk>/answer/", handoffs.answer, name="handoff_answer"),
    path("handoffs/<int:pk>/take-back/", handoffs.take_back, name="handoff_take_back"),
    path("<str:code>/", acts.assignment, name="assignment"),
    path("<str:code>/more-time/", story.extend, {"act": "ask"}, name="extension_ask"),
    path("<str:code>/extend/", story.extend, {"act": "give"}, name="extension_give"),
    path(f"{WISH}/grant/", story.extension_step, {"act": "grant"}, name="extension_grant"),
    path(f"{WISH}/refuse/", story.extension_step, {"act": "refuse"}, name="extension_refuse"),
    path(f"{WISH}/withdraw/", story.extension_step, {"act": "withdraw"}, name="extension_withdraw"),
    path("<str:code>/discussion/", story.discussion, name="discussion"),
    path("<str:code>/pass-on/", story.pass_on, name="pass_on"),
    path("<str:code>/cause/", story.claim, name="cause_claim"),
    path(f"{CAUSE}/confirm/", story.cause_step, {"act": "confirm"}, name="cause_confirm"),
    path(f"{CAUSE}/refuse/", story.cause_step, {"act": "refuse"}, name="cause_refuse"),
    path(f"{CAUSE}/revoke/", story.cause_step, {"act": "revoke"}, name="cause_revoke"),
    path("<str:code>/evidence/", evidence.add, name="evidence_add"),
    path("<str:code>/evidence/<int:number>/", evidence.replace, name="evidence_replace"),
    path("<str:code>/evidence/<int:number>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("<str:code>/edit/", acts.edit, name="edit"),
    path("<str:code>/finish/", acts.finish, name="finish"),
    path("<str:code>/reopen/", acts.step, {"act": "reopen"}, name="reopen"),
    path("<str:code>/cancel/", acts.step, {"act": "cancel"}, name="cancel"),
]
