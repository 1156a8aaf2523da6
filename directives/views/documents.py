"""Documents and the tasks they set."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.selectors import catalogues as selectors
from foundation.access import require
from foundation.web.paging import paginate


@login_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "document.read")
    context = {"page": paginate(request, selectors.documents_for(user)), "tab": "documents"}
    return render(request, "directives/documents.html", context)


@login_required
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    found = selectors.document_by_code(user, code)
    require(user, "document.read", found)
    context = {"document": found, "crumbs": [(_("Documents"), reverse("catalogues:documents"))]}
    return render(request, "directives/document.html", context)
