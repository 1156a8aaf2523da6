"""Catalogues of indicators: what is in force, what was, and how sure each wording is."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.enums import CatalogueState
from directives.selectors import catalogues as selectors
from foundation.access import allows, require
from foundation.workflow.errors import NotFound


@login_required
@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "catalogue.read")
    context = {
        "catalogues": selectors.catalogues_for(user),
        "may_draft": allows(user, "catalogue.draft"),
        "tab": "catalogues",
    }
    return render(request, "directives/catalogues.html", context)


@login_required
@require_safe
def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """The wording in force now."""
    user = cast("User", request.user)
    found = selectors.version_in_force(selectors.catalogue_by_code(user, code))
    if found is None:
        raise NotFound
    return redirect("catalogues:version", code=code, number=found.number)


@login_required
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One wording; a draft beside the wording it would replace."""
    user = cast("User", request.user)
    found = selectors.version_by_number(user, code, number)
    require(user, "catalogue_version.read", found)
    groups = list(selectors.groups_of(found))
    is_draft = found.state == CatalogueState.DRAFT
    context = {
        "version": found,
        "groups": groups,
        "standings": selectors.standings_of(groups),
        "total": sum(len(group.indicators.all()) for group in groups),
        "open_items": sum(1 for group in groups for item in group.indicators.all() if item.confirmed_by_id is None),
        "versions": selectors.versions_of(found.catalogue, user),
        "is_draft": is_draft,
        "may_draft": allows(user, "catalogue.draft", found.catalogue),
        "may_update": is_draft and allows(user, "catalogue_version.update", found),
        "own_draft": any(user.pk in accounts for accounts in found.duty_accounts().values()),
        "crumbs": [(_("Catalogues of indicators"), reverse("catalogues:catalogues"))],
    }
    return render(request, "directives/draft.html" if is_draft else "directives/catalogue.html", context)
