"""Routes of figures of units."""

from django.urls import path

from directives.views import measures

app_name = "measures"

urlpatterns = [
    path("", measures.measures, name="list"),
    path("import/", measures.import_list, name="import"),
    path("<str:code>/", measures.unit, name="unit"),
    path("<str:code>/<int:year>/<int:month>/", measures.record, name="record"),
]
