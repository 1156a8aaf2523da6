"""A person's page: overview, career, absences, and the look at the personal number."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.forms.people import RevealForm
from cadres.models import Absence, Person, Posting
from cadres.person_page import render_tab
from cadres.selectors import history
from cadres.selectors.events import events_of
from cadres.selectors.people import person_by_code
from cadres.services.reading import read_sensitive
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.step_up import require_step_up


@require_GET
@login_required
def person(request: HttpRequest, code: str) -> HttpResponse:
    return _overview(request, code, {})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """GET asks for the reason; POST shows the overview with the personal number in full, once."""
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "person.reveal", found)
    require_step_up(request)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = read_sensitive(person=found, reason=form.cleaned_data["reason"], by=user)
        return _overview(request, code, {"national_id_in_full": number})
    back = reverse("cadres:person", args=[code])
    context = {
        "title": _("Show the personal number"),
        "consequence": _("The number is shown once. Who looked, when and why is written into the trail."),
        "rows": [(_("Person"), found.full_name), (_("Code"), found.code)],
        "form": form,
        "act_label": _("Show the number"),
        "back_url": back,
        "crumbs": [(_("People"), reverse("cadres:people")), (found.full_name, back)],
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


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
        "post_rows": [
            (post, allows(user, "posting.confirm", post), _may_end(post) and allows(user, "posting.update", post))
            for post in posts
        ],
        "may_add_post": allows(user, "posting.create", Posting(person=found)),
    }
    return render_tab(request, found, key="posts", template="cadres/_tab_posts.html", context=context)


@require_GET
@login_required
def person_absences(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "absence.read")
    found = person_by_code(user, code)
    rows = [
        (item, allows(user, "absence.confirm", item), allows(user, "absence.cancel", item), _may_edit(user, item))
        for item in visible_to(user, found.absences.select_related("person__unit"), "read").order_by("-starts_on")
    ]
    own = user.person_id == found.pk
    context = {"absences": rows, "may_add": own or allows(user, "absence.confirm", _probe(found))}
    return render_tab(request, found, key="absences", template="cadres/_tab_absences.html", context=context)


def _probe(found: Person) -> Absence:
    """An absence of this person that is never saved: the matrix is asked about it."""
    return Absence(person=found)


def _may_end(post: Posting) -> bool:
    return post.valid_to is None or post.valid_to >= local_date()


def _may_edit(user: User, item: Absence) -> bool:
    own = user.person_id == item.person_id
    return allows(user, "absence.update", item) and not (own and item.confirmed)
