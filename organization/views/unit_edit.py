"""Correcting the names of a unit."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.access import require
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from organization.reorganisation_forms import UnitEditForm, VersionForm
from organization.selectors.units import tree
from organization.services.units import rename_unit


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unit_edit(request: HttpRequest, code: str) -> HttpResponse:
    """A name written wrongly is corrected here; a new name by decision is a reorganisation."""
    unit = tree(request.user).filter(code=code).first()
    if unit is None:
        raise NotFound
    require(request.user, "unit.update", unit)
    initial = {"name": unit.name, "name_en": unit.name_en, "short_name": unit.short_name}
    form = UnitEditForm(request.POST or None, initial=initial)
    version = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rename_unit(
                unit=unit,
                name=data["name"],
                name_en=data["name_en"],
                short_name=data["short_name"],
                reason=data["reason"],
                version=version.cleaned_data["row_version"] if version.is_valid() else None,
                by=cast("Any", request.user),
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("organization:unit", code=code)
    context = {
        "unit": unit,
        "form": form,
        "version": request.POST.get("row_version") or unit.row_version,
        "crumbs": [(_("Units"), reverse("organization:units")), (unit.name, reverse("organization:unit", args=[code]))],
    }
    return render(request, "organization/unit_edit.html", context, status=422 if form.errors else 200)
