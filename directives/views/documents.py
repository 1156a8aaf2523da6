"""Documents, the tasks they set, their text, what came before and after them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.forms.documents import DocumentForm, DocumentTaskForm, EditDocumentForm
from directives.models import Document
from directives.selectors import catalogues as selectors
from directives.selectors import documents as texts
from directives.services import documents as services
from foundation.access import allows, require
from foundation.files.forms import ProofForm, UploadForm
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@login_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "document.read")
    rows = texts.with_uses(selectors.documents_for(user), user)
    context = {
        "page": paginate(request, rows),
        "may_create": allows(user, "document.create"),
        "tab": "documents",
    }
    return render(request, "directives/documents.html", context)


@login_required
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document.read", found)
    context = {
        "document": found,
        "chain": texts.chain_of(user, found),
        "uses": texts.uses_of(user, found),
        "proofs": texts.proofs_for(user, found),
        "may": {act: allows(user, f"document.{act}", found) for act in ("update", "attach")},
        "may_add_task": allows(user, "document_task.create") and found.ended_on is None,
        "files_url": reverse("catalogues:document_file", args=[code]),
        "crumbs": _crumbs(),
    }
    return render(request, "directives/document.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "document.create")
    form = DocumentForm(request.POST or None, documents=texts.documents_to_name(user))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create(values=form.cleaned_data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("catalogues:document", code=made.code)
    return _form(request, form, {"title": _("Record a document"), "act": _("Save")})


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document.update", found)
    initial = {name: getattr(found, name) for name in (*services.EDITABLE, "row_version")}
    initial["replaces"] = found.replaces_id
    others = texts.documents_to_name(user).exclude(pk=found.pk)
    form = EditDocumentForm(request.POST or None, documents=others, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.edit(document=found, version=data.pop("row_version"), changes=data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("catalogues:document", code=code)
    return _form(request, form, {"title": found.number, "act": _("Save"), "row": found})


@login_required
def task(request: HttpRequest, code: str) -> HttpResponse:
    """Add the next task of a document."""
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document_task.create")
    form = DocumentTaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_task(document=found, by=user, **form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("catalogues:document", code=code)
    return _form(request, form, {"title": _("Add a task"), "act": _("Save"), "row": found})


@login_required
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Attach the text under a new number."""
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document.attach", found)
    form = ProofForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.add_file(document=found, title=data["title"], upload=data["upload"], by=user)

    return _taken(request, form, keep, found, {"title": _("Attach the text")})


@login_required
def replace(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A better file under the same number."""
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document.attach", found)
    proof = next((one for one in texts.proofs_for(user, found) if one.current.number == number), None)
    if proof is None:
        raise NotFound
    form = UploadForm(request.POST or None, request.FILES or None)

    def keep(data: dict[str, Any]) -> None:
        services.replace_file(document=found, number=number, upload=data["upload"], by=user)

    context = {"title": _("Newer version"), "note": _("The earlier version stays and stays readable.")}
    return _taken(request, form, keep, found, context)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Documents"), reverse("catalogues:documents"))]


def _form(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    row = context.get("row")
    back = reverse("catalogues:document", args=[row.code]) if row else reverse("catalogues:documents")
    context |= {"form": form, "back_url": back, "crumbs": _crumbs(), "under": row.title_vi if row else ""}
    return render(request, "directives/office_form.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: Any, keep: Any, found: Document, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or keep the file and go back to the document."""
    back = reverse("catalogues:document", args=[found.code])
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            keep(form.cleaned_data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The file was attached."))
            return redirect(back)
    context |= {"form": form, "act": _("Attach"), "back": back, "under": f"{found.number} · {found.title_vi}"}
    return render(request, "files/upload.html", context | {"crumbs": _crumbs()}, status=status)
