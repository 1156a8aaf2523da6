"""The inbox: its lines, why each is there, settling it or putting it off."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.access import allows
from foundation.audit.context import Actor
from foundation.notifications import inbox as acts
from foundation.notifications import selectors, why
from foundation.notifications.forms import HandleForm, MarkReadForm, SnoozeForm
from foundation.notifications.grouping import grouped_by_thing, thing_label
from foundation.notifications.notify import mark_read
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused, StateChanged

PAGE = 25


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    today = local_date()
    user = cast(Actor, request.user)
    show = request.GET.get("show", "")
    show = show if show in selectors.SHOWS else ""
    things = selectors.things_of(user=user, on=today)
    thing = request.GET.get("thing", "")
    rows = selectors.shown(user=user, show=show, thing=thing if thing in things else "", on=today)
    unread = selectors.unread_of(user)
    page = paginate(request, rows, PAGE)
    context = {
        "page": page,
        "groups": grouped_by_thing(page.rows, on=today) if show in ("", "unread") else None,
        "show": show,
        "unread": unread,
        "today": today,
        "shown": [
            ("", _("Waiting for you"), selectors.waiting(user=user, on=today).count()),
            ("unread", _("Unread"), unread),
            ("news", _("News")),
            ("snoozed", _("Put off")),
            ("settled", _("Settled")),
            ("all", _("All")),
        ],
        "things": [(one, thing_label(one)) for one in things],
        "may_list": allows(request.user, "alert.list"),
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    form = MarkReadForm(request.POST)
    if form.is_valid():
        mark_read(by=cast(Actor, request.user), ids=form.ids())
    return redirect("notifications:inbox")


@require_GET
@login_required
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this came to me, what ends it, who else was told of it."""
    user = cast(Actor, request.user)
    row = acts.own_line(by=user, pk=pk)
    mark_read(by=user, ids=[pk])
    return _page(request, row.pk, SnoozeForm(), HandleForm())


@require_POST
@login_required
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(Actor, request.user)
    acts.own_line(by=user, pk=pk)
    form = HandleForm(request.POST)
    if form.is_valid():
        try:
            acts.handle(pk=pk, note=form.cleaned_data["note"], on=local_date(), by=user)
        except (Refused, StateChanged) as error:
            messages.error(request, str(error))
            return redirect("notifications:line", pk=pk)
        messages.success(request, _("Settled."))
        return redirect("notifications:inbox")
    return _page(request, pk, SnoozeForm(), form, status=422)


@require_POST
@login_required
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(Actor, request.user)
    acts.own_line(by=user, pk=pk)
    form = SnoozeForm(request.POST)
    if form.is_valid():
        try:
            row = acts.snooze(pk=pk, on=local_date(), by=user, **form.cleaned_data)
            messages.success(request, _("Put off until %(day)s.") % {"day": f"{row.snoozed_until:%d/%m/%Y}"})
            return redirect("notifications:inbox")
        except InvalidInput as error:
            show_on(form, error)
        except StateChanged as error:
            messages.error(request, str(error))
            return redirect("notifications:line", pk=pk)
    return _page(request, pk, form, HandleForm(), status=422)


def _page(
    request: HttpRequest, pk: int, snooze_form: SnoozeForm, handle_form: HandleForm, status: int = 200
) -> HttpResponse:
    row = acts.own_line(by=cast(Actor, request.user), pk=pk)
    today = local_date()
    context = {
        "line": row,
        "alert": row.alert,
        "why": why.why_told(row),
        "facts": why.facts(row.alert),
        "sleeps": row.sleeps(today),
        "kept_open": acts.why_not_by_hand(row.alert, today) if row.handled_at is None else "",
        "thing": thing_label(row.alert.thing),
        "snooze_form": snooze_form,
        "handle_form": handle_form,
    }
    return render(request, "notifications/line.html", context, status=status)
