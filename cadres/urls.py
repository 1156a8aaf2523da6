"""Routes of the registry."""

from django.urls import path

from cadres.views import absence_list, absences, accounts, changes, imports, people, person, planning, posts, ties

app_name = "cadres"

urlpatterns = [
    path("", people.people, name="people"),
    path("export/", people.export, name="export"),
    path("new/", changes.person_new, name="person_new"),
    path("account/", accounts.account_new, name="account_new"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.roster_import, name="import"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("absences/", absence_list.absence_list, name="absences"),
    path("<str:code>/", person.person, name="person"),
    path("<str:code>/posts/", person.person_posts, name="person_posts"),
    path("<str:code>/absences/", person.person_absences, name="person_absences"),
    path("<str:code>/planning/", planning.person_planning, name="person_planning"),
    path("<str:code>/planning/new/", planning.planning_add, name="planning_add"),
    path("<str:code>/planning/<int:pk>/end/", planning.planning_end, name="planning_end"),
    path("<str:code>/family/", ties.person_family, name="person_family"),
    path("<str:code>/family/show/", ties.family_reveal, name="family_reveal"),
    path("<str:code>/family/new/", ties.tie_add, name="tie_add"),
    path("<str:code>/family/<int:pk>/end/", ties.tie_end, name="tie_end"),
    path("<str:code>/number/", person.reveal, name="person_reveal"),
    path("<str:code>/edit/", changes.person_edit, name="person_edit"),
    path("<str:code>/transfer/", changes.person_transfer, name="person_transfer"),
    path("<str:code>/absences/new/", absences.absence_add, name="absence_add"),
    path("<str:code>/absences/<int:pk>/", absences.absence_step, name="absence_step"),
    path("<str:code>/absences/<int:pk>/edit/", absences.absence_edit, name="absence_edit"),
    path("<str:code>/posts/new/", posts.post_add, name="post_add"),
    path("<str:code>/posts/<int:pk>/end/", posts.post_end, name="post_end"),
    path("<str:code>/posts/<int:pk>/confirm/", absences.posting_confirm, name="posting_confirm"),
]
