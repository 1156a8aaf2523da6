"""Importing a staff list in the browser: upload, columns, preview of how each cell was read, import as a whole."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from cadres.enums import ImportState
from cadres.forms.imports import ColumnsForm, UploadForm
from cadres.forms.people import VersionForm
from cadres.models import RosterImport
from cadres.selectors import imports as selectors
from cadres.services.import_columns import map_columns
from cadres.services.imports import discard, receive, request_commit
from foundation.access import allows, require
from foundation.access.sensitive import note_read
from foundation.outbox.selectors import job_of
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused

UNDER_WAY = (ImportState.UPLOADED, ImportState.COMMITTING)


@login_required
def imports(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "roster_import.read")
    may_upload = allows(user, "roster_import.create")
    form = UploadForm(request.POST or None, request.FILES or None, initial={"as_of": local_date()})
    if request.method == "POST":
        require(user, "roster_import.create")
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                done = receive(file_name=upload.name, content=upload.read(), as_of=form.cleaned_data["as_of"], by=user)
            except (InvalidInput, Refused) as error:
                show_on(form, error)
            else:
                return redirect("cadres:import", pk=done.pk)
    context = {
        "page": paginate(request, selectors.imports_for(user)),
        "form": form,
        "may_upload": may_upload,
        "crumbs": [(_("People"), reverse("cadres:people"))],
    }
    return render(request, "cadres/imports.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def roster_import(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.import_by_id(user, pk)
    require(user, "roster_import.read", found)
    context: dict[str, Any] = {
        "roster": found,
        "running": found.state in UNDER_WAY,
        "job": job_of(key=selectors.job_key(found), user_id=user.pk) if found.state in UNDER_WAY else None,
        "may_commit": allows(user, "roster_import.commit", found),
        "crumbs": [(_("People"), reverse("cadres:people")), (_("Import a list"), reverse("cadres:imports"))],
        "may_map": found.state in (ImportState.READ, ImportState.REFUSED) and allows(user, "roster_import.map", found),
        "steps": _steps(),
        "step": _step(found),
    }
    if found.state in UNDER_WAY:
        return page_or_fragment(request, "cadres/import.html", "cadres/_import_progress.html", context)
    if "HX-Request" in request.headers:  # the job that was watched is over: show what it left
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("cadres:import", args=[found.pk])
        return answer
    if "preview" in selectors.readable(user, found):
        preview = selectors.preview_of(found, segment=request.GET.get("rows", ""), page=request.GET.get("page", "1"))
        context |= {"preview": preview, "segment_options": _segments(preview.counts if preview else {})}
        if preview is not None:
            note_read(user, found)
    return render(request, "cadres/import.html", context)


@login_required
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column holds, said by hand; the list is read again that way."""
    user = cast("User", request.user)
    found = selectors.import_by_id(user, pk)
    require(user, "roster_import.map", found)
    if found.state not in (ImportState.READ, ImportState.REFUSED):
        return redirect("cadres:import", pk=found.pk)
    columns = selectors.columns_kept(found)
    if request.method != "POST":
        note_read(user, found, name="rosterimport.columns_opened")
    form = ColumnsForm(request.POST or None, columns=columns, initial={"row_version": found.row_version})
    if request.method == "POST" and form.is_valid():
        try:
            map_columns(roster=found, mapping=form.mapping, version=form.cleaned_data["row_version"], by=user)
        except InvalidInput as error:
            show_on(form, error)
        else:
            return redirect("cadres:import", pk=found.pk)
    context = {
        "roster": found,
        "form": form,
        "columns": columns,
        "crumbs": [
            (_("People"), reverse("cadres:people")),
            (_("Import a list"), reverse("cadres:imports")),
            (found.file_name, reverse("cadres:import", args=[found.pk])),
        ],
        "steps": _steps(),
        "step": 2,
    }
    return render(request, "cadres/import_columns.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.import_by_id(user, pk)
    require(user, "roster_import.commit", found)
    try:
        request_commit(roster=found, version=_version(request), by=user)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("cadres:import", pk=found.pk)


@require_POST
@login_required
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.import_by_id(user, pk)
    require(user, "roster_import.discard", found)
    discard(roster=found, by=user)
    messages.success(request, _("The list was put aside; nothing of it was imported."))
    return redirect("cadres:imports")


def _steps() -> list[str]:
    return [_("Upload"), _("Match columns"), _("Preview"), _("Import")]


def _version(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["row_version"] if form.is_valid() else None


def _step(found: RosterImport) -> int:
    order = {ImportState.UPLOADED: 2, ImportState.REFUSED: 2, ImportState.READ: 3, ImportState.COMMITTING: 4}
    return order.get(ImportState(found.state), 5)


def _segments(counts: dict[str, int]) -> list[tuple[str, Any, int]]:
    """Kinds of rows there are; "all" is the address without the parameter."""
    named = (
        ("", _("All rows"), "all"),
        ("error", _("With errors"), "error"),
        ("warning", _("With warnings"), "warning"),
        ("converted", _("Read with a conversion"), "converted"),
        ("new", _("To be added"), "new"),
        ("changed", _("To be changed"), "changed"),
        ("unchanged", _("Unchanged"), "unchanged"),
    )
    return [(value, label, counts.get(key, 0)) for value, label, key in named if not value or counts.get(key)]
