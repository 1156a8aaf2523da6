"""Routes of functions: who does what."""

from django.urls import path

from directives.views import functions

app_name = "functions"

urlpatterns = [
    path("", functions.functions, name="list"),
    path("questions/", functions.questions, name="questions"),
    path("new/", functions.new, name="new"),
    path("import/", functions.import_list, name="import"),
    path("<str:code>/", functions.one, name="one"),
    path("<str:code>/edit/", functions.edit, name="edit"),
    path("<str:code>/units/", functions.hold, name="hold"),
    path("<str:code>/units/<int:pk>/end/", functions.end, name="end"),
]
