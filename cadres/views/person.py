"""A person's page: overview, career, absences, and the look at the personal number."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from cadres.forms.people import VersionForm
from cadres.person_page import render_tab
from cadres.selectors import history
from cadres.selectors.events import events_of
from cadres.selectors.people import person_by_code
from cadres.services.reading import read_sensitive
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date


@require_GET
@login_required
def person(request: HttpRequest, code: str) -> HttpResponse:
    return _overview(request, code, {})


@require_POST
@login_required
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The overview with the personal number in full, once, with the reason kept in the trail."""
    user = cast("User", request.user)
    found = person_by_code(user, code)
    form = VersionForm(request.POST)
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    if not reason.strip():
        messages.error(request, _("Give the reason for which you need the personal number."))
        return redirect("cadres:person", code=code)
    number = read_sensitive(person=found, reason=reason, by=user)
    return _overview(request, code, {"national_id_in_full": number})


def _overview(request: HttpRequest, code: str, extra: dict[str, Any]) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "person.read")
    found = person_by_code(user, code)
    today = local_date()
    posts = history.postings_of(found)
    may_see_absences = visible_to(user, type(found).objects.filter(pk=found.pk), "read").exists()
    absences = history.absences_of(found) if may_see_absences and allows(user, "absence.read") else []
    rows = [(_("Main post"), history.main_lane(posts, today))]
    other = history.other_lane(posts, today)
    if other:
        rows.append((_("Beside it"), other))
    away = history.absence_lane(absences)
    if away:
        rows.append((_("Absences"), away))
    context = {
        "posts": posts,
        "lane_rows": rows,
        "lane_begin": history.first_day(found, posts, today),
        "events": events_of(found, posts, absences)[:12],
        "to_confirm": [post for post in posts if post.needs_confirmation],
        "may_confirm": allows(user, "posting.confirm"),
        **extra,
    }
    return render_tab(request, found, key="overview", template="cadres/_tab_overview.html", context=context)


@require_GET
@login_required
def person_posts(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "posting.read")
    found = person_by_code(user, code)
    posts = history.postings_of(found)
    context = {
        "posts": posts,
        "post_rows": [(post, allows(user, "posting.confirm", post)) for post in posts],
    }
    return render_tab(request, found, key="posts", template="cadres/_tab_posts.html", context=context)


@require_GET
@login_required
def person_absences(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "absence.read")
    found = person_by_code(user, code)
    rows = [
        (item, allows(user, "absence.confirm", item), allows(user, "absence.cancel", item))
        for item in visible_to(user, found.absences.select_related("person__unit"), "read").order_by("-starts_on")
    ]
    own = user.person_id == found.pk
    context = {"absences": rows, "may_add": own or allows(user, "absence.confirm", _probe(found))}
    return render_tab(request, found, key="absences", template="cadres/_tab_absences.html", context=context)


def _probe(found: Any) -> Any:
    """An absence of this person that is never saved: the matrix is asked about it."""
    from cadres.models import Absence

    return Absence(person=found)
