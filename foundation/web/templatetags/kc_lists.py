"""Lists: sort links, filter bar, pager, empty state, breadcrumbs, steps, events."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.web.paging import ListPage
from foundation.web.saved_filters import address_of, canonical, saved_filters_of

register = template.Library()


def _query(context: Context, **changes: Any) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return "?"
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """{% query state="open" page=None %}: this address with some filters changed; None takes one away."""
    return _query(context, **changes)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, key: str, label: Any, default: str = "", align: str = "") -> SafeString:
    """{% sort_header "name" _("Name") %}: a heading that sorts; `default` is the order when none is asked."""
    request = context.get("request")
    now = (request.GET.get("sort") if request else "") or default
    going = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    target = _query(context, sort=f"-{key}" if now == key else key, page=None)
    arrow = {"ascending": "arrow-up", "descending": "arrow-down"}.get(going, "")
    mark = format_html(' <i class="ti ti-{}" aria-hidden="true"></i>', arrow) if arrow else ""
    state = format_html(' aria-sort="{}"', going) if going else ""
    classes = format_html(' class="{}"', align) if align else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>', state, classes, target, label, mark
    )


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: ListPage, unit: Any = "") -> dict[str, Any]:
    """{% pager page _("people") %}: which rows of how many, and the way to the others with all filters kept."""
    links = [
        {"number": number, "url": _query(context, page=number) if number else "", "here": number == page.number}
        for number in page.window
    ]
    return {
        "page": page,
        "unit": unit,
        "links": links,
        "previous": _query(context, page=page.previous) if page.previous else "",
        "next": _query(context, page=page.next) if page.next else "",
    }


@register.inclusion_tag("components/segments.html", takes_context=True)
def segments(context: Context, name: str, options: Any, label: Any, default: str = "") -> dict[str, Any]:
    """{% segments "state" options _("State") %}: options are (value, label) or (value, label, count)."""
    request = context.get("request")
    chosen = (request.GET.get(name) if request else None) or default
    links = []
    for option in options:
        value, text, *rest = option
        changes = {name: None if value == default else value, "page": None}
        links.append(
            {
                "url": _query(context, **changes),
                "text": text,
                "count": rest[0] if rest else None,
                "here": str(value) == str(chosen),
            }
        )
    return {"links": links, "label": label}


@register.inclusion_tag("components/filter_select.html", takes_context=True)
def filter_select(context: Context, name: str, label: Any, options: Any, any_label: Any = "") -> dict[str, Any]:
    """{% filter_select "kind" _("Kind") options _("All kinds") %}: one drop-down inside {% filterbar %}."""
    request = context.get("request")
    chosen = request.GET.get(name, "") if request else ""
    rows = ((value, " selected" if str(value) == chosen else "", text) for value, text in options)
    made = format_html_join("", '<option value="{}"{}>{}</option>', rows)  # hundreds of units stand in one of them
    return {"name": name, "label": label, "options": made, "any_label": any_label}


@register.inclusion_tag("components/filter_search.html", takes_context=True)
def filter_search(context: Context, label: Any, name: str = "q") -> dict[str, Any]:
    """{% filter_search _("Name or code") %}: the search box inside {% filterbar %}."""
    request = context.get("request")
    return {"name": name, "label": label, "value": request.GET.get(name, "") if request else ""}


@register.simple_block_tag(takes_context=True)
def filterbar(context: Context, content: str, target: str = "", keep: str = "") -> SafeString:
    """{% filterbar target="#rows" keep="state" %}...{% endfilterbar %}.

    A GET form around selects and search. `keep` names parameters carried along unseen (space separated).
    With `target`, htmx swaps that element; the address follows, so a list can be sent to a colleague.
    """
    request = context.get("request")
    kept = [
        (name, value) for name in [*keep.split(), "sort"] for value in (request.GET.getlist(name) if request else [])
    ]
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)
    htmx = (
        format_html(
            ' hx-get="{}" hx-target="{}" hx-push-url="true"'
            ' hx-trigger="submit, input delay:400ms" hx-sync="this:replace"',
            request.path,
            target,
        )
        if target and request
        else ""
    )
    return format_html(
        '<form class="fbar" method="get" role="search" aria-label="{}"{}>{}{}</form>',
        _("This list"),
        htmx,
        hidden,
        content,
    )


@register.inclusion_tag("components/saved_filters.html", takes_context=True)
def saved_filters(context: Context) -> dict[str, Any]:
    """{% saved_filters %}: beside {% filterbar %}, never inside it: the reader's own filters of this list."""
    request = context["request"]
    place, query = request.resolver_match.view_name, canonical(request.GET.urlencode())
    rows = [
        {"pk": saved.pk, "name": saved.name, "url": address_of(saved), "here": saved.query == query}
        for saved in saved_filters_of(request.user, place)
    ]
    return {"rows": rows, "place": place, "query": query, "token": get_token(request)}


@register.inclusion_tag("components/empty.html")
def empty(title: Any, text: Any = "", url: str = "", label: Any = "", icon: str = "inbox") -> dict[str, Any]:
    """{% empty _("No people yet") _("Import a roster to begin.") url _("Import") %}: says what to do next."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(crumbs: Any) -> dict[str, Any]:
    """{% breadcrumbs crumbs %}: (label, url) pairs from the outside in; the last may have an empty url."""
    return {"crumbs": [{"label": label, "url": url} for label, url in crumbs]}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Any, current: int) -> dict[str, Any]:
    """{% stepper steps 2 %}: names of the steps, and which one (from 1) is under way."""
    rows = [
        {"name": name, "number": number, "done": number < current, "now": number == current}
        for number, name in enumerate(steps, start=1)
    ]
    return {"rows": rows, "current": current, "total": len(rows)}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """{% timeline events %}: mappings with date, title and optionally text, tag, icon, tone, url."""
    return {"events": events}
