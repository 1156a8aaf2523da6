"""Routes of documents and catalogues of indicators."""

from django.urls import path

from directives.views import catalogues, documents, drafts

app_name = "catalogues"

urlpatterns = [
    path("", documents.documents, name="documents"),
    path("new/", documents.new, name="document_new"),
    path("catalogues/", catalogues.catalogues, name="catalogues"),
    path("catalogues/<slug:code>/", catalogues.catalogue, name="catalogue"),
    path("catalogues/<slug:code>/draft/", drafts.new, name="draft_new"),
    path("catalogues/<slug:code>/<int:number>/", catalogues.version, name="version"),
    path("catalogues/<slug:code>/<int:number>/confirm/", drafts.confirm, name="confirm"),
    path("catalogues/<slug:code>/<int:number>/force/", drafts.force, name="force"),
    path("catalogues/<slug:code>/<int:number>/discard/", drafts.discard, name="discard"),
    path("catalogues/<slug:code>/<int:number>/items/<str:item>/", drafts.item, name="item"),
    path("catalogues/<slug:code>/<int:number>/groups/<str:group>/", drafts.group, name="group"),
    path("<slug:code>/", documents.document, name="document"),
    path("<slug:code>/edit/", documents.edit, name="document_edit"),
    path("<slug:code>/tasks/", documents.task, name="document_task"),
    path("<slug:code>/files/", documents.attach, name="document_file"),
    path("<slug:code>/files/<int:number>/", documents.replace, name="document_file_replace"),
]
