"""The list of people, and its export."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from cadres.enums import EmploymentKind, PositionKind
from cadres.filters import PersonFilter, may_filter_by_party
from cadres.selectors import people as selectors
from cadres.selectors.listing import Line, lines, people_listing
from cadres.selectors.units import units_to_filter
from foundation.access import allows, require
from foundation.sheets.writer import CSV_TYPE, XLSX_TYPE, csv_lines, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from organization.models import Unit


@require_GET
@login_required
def people(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "person.read")
    today = local_date()
    rows = selectors.with_posts(_filtered(request, user), on=today)
    page = paginate(request, rows)
    shown: list[Line] = lines(user, page.rows)
    context = {
        "page": page,
        "lines": shown,
        "party_known": may_filter_by_party(user),
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=today)],
        "kinds": EmploymentKind.choices,
        "posts": PositionKind.choices,
        "parties": [("true", _("Party members")), ("false", _("Not in the Party"))],
        "statuses": [("left", _("Have left")), ("all", _("Serving or left"))],
        "may_export": allows(user, "person.export"),
        "may_create": allows(user, "person.create"),
        "may_see_absences": allows(user, "absence.confirm"),
        "may_import": allows(user, "person.import"),
        "filtered": any(request.GET.get(name) for name in ("q", "unit", "kind", "post", "party", "status")),
    }
    return page_or_fragment(request, "cadres/people.html", "cadres/_people.html", context)


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Exactly the rows and columns of the list, as XLSX or with `?format=csv` as CSV."""
    user = cast("User", request.user)
    require(user, "person.export")
    rows = _filtered(request, user, action="export")
    total, filters, made_at = rows.count(), _filter_words(request, user), local_moment()
    mark = hand_out(
        request,
        object_type="cadres.person",
        name="person.exported",
        rows=total,
        people=total,
        filters=filters,
        kind="csv" if request.GET.get("format") == "csv" else "xlsx",
        made_at=made_at,
    )
    listing = people_listing(user, rows, on=local_date(), total=total, made_at=made_at, filters=filters, mark=mark)
    stamp = f"{local_date():%Y%m%d}"
    if request.GET.get("format") == "csv":
        stream = (text.encode() for text in csv_lines(listing))
        answer: Any = StreamingHttpResponse(stream, content_type=CSV_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="can-bo-{stamp}.csv"'
        return answer  # type: ignore[no-any-return]  # both kinds of answer are responses
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="can-bo-{stamp}.xlsx"'
    write_xlsx(listing, cast(Any, response))
    return response


def _filtered(request: HttpRequest, user: User, action: str = "read") -> Any:
    found = PersonFilter(request.GET, queryset=selectors.people_for(user, action), request=request)
    return selectors.ordered(found.qs, request.GET.get("sort", ""))


def _filter_words(request: HttpRequest, user: User) -> list[tuple[str, str]]:
    chosen = request.GET
    words: list[tuple[str, str]] = []
    if chosen.get("q"):
        words.append((_("Search"), chosen["q"]))
    if chosen.get("unit"):
        unit = Unit.objects.filter(code=chosen["unit"]).first()
        words.append((_("Unit"), unit.name if unit else chosen["unit"]))
    named = (
        ("kind", _("Kind"), dict(EmploymentKind.choices)),
        ("post", _("Post"), dict(PositionKind.choices)),
        ("party", _("Party"), {"true": _("Party members"), "false": _("Not in the Party")}),
        ("status", _("State"), {"left": _("Have left"), "all": _("Serving or left")}),
    )
    words += [(label, str(texts[chosen[name]])) for name, label, texts in named if chosen.get(name) in texts]
    return words
