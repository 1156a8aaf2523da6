"""The trail for the auditor: how the chain stands, the entries with their filters, one entry in full."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from foundation.access import require
from foundation.audit.selectors import chain_state
from foundation.web.htmx import page_or_fragment
from foundation.workflow.errors import InvalidInput
from reports.selectors import trail as selectors
from reports.trail.asked import Asked, read_asked
from reports.trail.differences import differences, facts
from reports.trail.lines import kind_words, lines, subject
from reports.trail.payload import payload_of
from reports.words import TABLES


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Entries newest first, a page at a time; an unreadable filter shows nothing and says why."""
    user = cast("User", request.user)
    require(user, "audit_event.read")
    problem, asked = "", Asked()
    try:
        asked = read_asked(request.GET)
    except InvalidInput as error:
        problem = str(error)
    found = selectors.candidates(user, asked.person)
    rows = selectors.entries(user, asked, found.one)
    page = selectors.trail_page(rows.none() if problem else rows, asked)
    whole = selectors.reads_everything(user)
    context: dict[str, Any] = {
        "page": page,
        "lines": lines(page.rows),
        "asked": asked,
        "problem": problem,
        "candidates": found if asked.person and found.one is None else None,
        "person": found.one,
        "chain": chain_state() if whole else None,
        "kinds": kind_words(),
        "objects": [(model._meta.label_lower, _thing(model)) for model in _objects(user)],
        "by_person": whole,
    }
    return page_or_fragment(request, "reports/trail.html", "reports/_trail.html", context)


@login_required
@require_safe
def trail_event(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: who, when, from where, what stood there before and after."""
    user = cast("User", request.user)
    require(user, "audit_event.read")
    event = selectors.entry(user, pk)
    payload = payload_of(user, event)
    (line,) = lines([event])
    changed = differences(event, payload) if event.kind == "row" else []
    context = {
        "event": event,
        "line": line,
        "label": subject(event)[0],
        "differences": changed,
        "facts": facts(payload),
        "reason": payload.reason,
        "hidden": any(value is not None and value.hidden for item in changed for value in (item.before, item.after)),
        "crumbs": [(_("Trail"), reverse("reports:trail"))],
    }
    return render(request, "reports/trail_event.html", context)


def _objects(user: User) -> list[Any]:
    return [model for model in selectors.kinds_of_objects() if selectors.in_reach(user, model)]


def _thing(model: Any) -> str:
    return str(TABLES.get(model._meta.db_table, model._meta.db_table))
