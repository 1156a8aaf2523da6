"""The frame of a person's page: header and tabs around one tab; higher rooms draw theirs with it too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from cadres.models import Person
from cadres.selectors.bars import bars_shown
from cadres.selectors.history import postings_of, tenure
from cadres.selectors.profile import profile_of
from cadres.tabs import tabs
from foundation.access import allows
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment


def render_tab(
    request: HttpRequest, person: Person, *, key: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The tab alone for htmx, else the whole page around it.

    Args:
        key: the tab's key in cadres.tabs.
        template: what stands inside; it sees `person`, `posts`, `profile` and `context`.
    """
    today = local_date()
    posts = context.get("posts") or postings_of(person)
    profile = profile_of(request.user, person)
    whole = {
        "person": person,
        "posts": posts,
        "profile": profile,
        "bars": bars_shown(request.user, person, on=today),
        "may_reveal": allows(request.user, "person.reveal", person),
        "tenure": tenure(posts, today),
        "held_beside": [
            post
            for post in posts
            if post.kind != "primary" and post.valid_from <= today and (post.valid_to is None or post.valid_to >= today)
        ],
        "today": today,
        "tabs": _shown_tabs(request, person, key),
        "tab_template": template,
        "may_edit": allows(request.user, "person.update", person),
        "may_transfer": allows(request.user, "person.transfer", person),
        **context,
    }
    return page_or_fragment(request, "cadres/person.html", "cadres/_person_tab.html", whole)


def _shown_tabs(request: HttpRequest, person: Person, key: str) -> list[dict[str, Any]]:
    shown = []
    for tab in tabs():
        try:
            url = reverse(tab.url_name, args=[person.code])
        except NoReverseMatch:
            continue
        if allows(request.user, tab.action, tab.probe(person) if tab.probe else None):
            shown.append({"label": tab.label, "url": url, "here": tab.key == key})
    return shown
