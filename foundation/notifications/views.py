"""The inbox page and marking as read."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.context import Actor
from foundation.notifications import selectors
from foundation.notifications.forms import MarkReadForm
from foundation.notifications.notify import mark_read
from foundation.web.paging import paginate

PAGE = 25


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("show") == "unread"
    user = cast(Actor, request.user)
    rows = selectors.unread(user=user) if only_unread else selectors.inbox(user=user)
    count = selectors.unread_of(user)
    context = {
        "page": paginate(request, rows, PAGE),
        "only_unread": only_unread,
        "unread": count,
        "shown": [("", _("All")), ("unread", _("Unread"), count)],
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    form = MarkReadForm(request.POST)
    if form.is_valid():
        mark_read(by=cast(Actor, request.user), ids=form.ids())
    return redirect("notifications:inbox")
