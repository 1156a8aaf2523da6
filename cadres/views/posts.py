"""Adding a post beside the main one, and ending a post."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cadres.enums import PostingKind
from cadres.forms.people import EndPostForm, PostForm, VersionForm
from cadres.models import Position, Posting
from cadres.selectors.bars import bars_shown
from cadres.selectors.people import person_by_code
from cadres.selectors.postings import primary_in_force
from cadres.selectors.units import units_to_place, units_to_suggest
from cadres.services.postings import end_posting
from cadres.services.posts_beside import add_post
from cadres.services.rights import carries_right
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_add(request: HttpRequest, code: str) -> HttpResponse:
    """A concurrent or acting post, or a secondment."""
    user = cast("User", request.user)
    found = person_by_code(user, code)
    require(user, "posting.create", Posting(person=found))
    units = units_to_place(user, "posting.create")
    bars = bars_shown(user, found, on=local_date())
    form = PostForm(request.POST or None, units=units, barred=bool(bars), initial={"valid_from": local_date()})
    if request.method == "POST" and form.is_valid():
        try:
            add_post(person=found, version=_version(request), exception=form.exception(), by=user, **form.post())
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The post was added."))
            return redirect("cadres:person_posts", code=code)
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "bars": bars,
        "present": primary_in_force(person=found, on=local_date()),
        "version": request.POST.get("row_version") or found.row_version,
        "crumbs": _crumbs(found.full_name, code),
        "suggested_units": units_to_suggest(user, "posting.create", on=local_date()),
        "suggested_positions": list(Position.objects.order_by("name").values_list("name", flat=True)[:500]),
    }
    return render(request, "cadres/post_add.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The consequence in words, the last day, the act."""
    user = cast("User", request.user)
    rows = Posting.objects.filter(pk=pk, person__code=code).select_related("person__unit", "unit", "position")
    found = visible_to(user, rows).first()
    if found is None:
        raise NotFound
    require(user, "posting.update", found)
    form = EndPostForm(request.POST or None, initial={"on": local_date()})
    if request.method == "POST" and form.is_valid():
        try:
            end_posting(posting=found, on=form.cleaned_data["on"], version=_version(request), by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("The last day of the post was recorded."))
            return redirect("cadres:person_posts", code=code)
    context = {
        "person": found.person,
        "post": found,
        "form": form,
        "main": found.kind == PostingKind.PRIMARY,
        "carries": carries_right(found),
        "version": request.POST.get("row_version") or found.row_version,
        "crumbs": _crumbs(found.person.full_name, code),
        "rows": [
            (_("Person"), f"{found.person.full_name} ({found.person.code})"),
            (_("Post"), f"{found.position.name}, {found.unit.name}"),
            (_("What kind of post"), found.get_kind_display()),
            (_("From"), f"{found.valid_from:%d/%m/%Y}"),
        ],
    }
    return render(request, "cadres/post_end.html", context, status=422 if form.errors else 200)


def _version(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["row_version"] if form.is_valid() else None


def _crumbs(name: str, code: str) -> list[tuple[str, str]]:
    return [(_("People"), reverse("cadres:people")), (name, reverse("cadres:person_posts", args=[code]))]
