"""Rotation on a day: counts by rule, post and unit with the people behind, its export, and the clocks of one person."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from cadres.enums import PositionKind
from cadres.models import Person, RotationCase
from cadres.rules.retirement import add_months
from cadres.selectors.people import person_by_code
from cadres.selectors.rotation import cases_for, rule_codes
from cadres.selectors.rotation_clocks import FIRST_DAY, LAST_DAY, Clock, clocks, explained
from cadres.selectors.rotation_due import due_counts
from cadres.selectors.rotation_horizon import LAST_YEAR, horizon, quarters_from
from cadres.selectors.rotation_listing import due_listing, lines
from cadres.selectors.units import units_to_filter
from cadres.services.rotation_cases import open_case
from foundation.access import allows, require, visible_to
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import NotFound
from organization.models import Unit

WITHIN = {"0": 0, "3": 3, "6": 6, "12": 12, "24": 24}


@login_required
@require_GET
def due(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "rotation_case.list")
    on, within = _day(request), _within(request)
    found = _clocks(request, user, on, within)
    page = paginate(request, found)
    counts = due_counts(found)
    context = {
        "on": on,
        "page": page,
        "lines": lines(user, page.rows, on=on),
        "totals": [row for row in counts if row.unit is None],
        "by_unit": [row for row in counts if row.unit is not None],
        "people_count": len({clock.person_id for clock in found}),
        "within": str(within),
        "withins": [("0", _("Time is over"), None), ("3", _("3 months"), None), ("6", _("6 months"), None),
                    ("12", _("12 months"), None), ("24", _("24 months"), None)],
        "rules": [(code, code) for code in rule_codes()],
        "kinds": PositionKind.choices,
        "kind_names": dict(PositionKind.choices),
        "units": [(unit.code, unit.name) for unit in units_to_filter(user, on=local_date())],
        "may_export": allows(user, "rotation_case.export"),
        "filtered": any(request.GET.get(name) for name in ("rule", "kind", "unit")),
        "tab": "due",
    }  # fmt: skip
    return page_or_fragment(request, "cadres/rotation_due.html", "cadres/_rotation_due.html", context)


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the people of the page, as XLSX."""
    user = cast("User", request.user)
    require(user, "rotation_case.export")
    on, within, made_at = _day(request), _within(request), local_moment()
    found = _clocks(request, user, on, within)
    words = [(_("As of"), f"{on:%d/%m/%Y}"), (_("Ends within"), _("%(n)s months") % {"n": within})]
    named = (("rule", _("Rule")), ("kind", _("Kind of post")), ("unit", _("Unit")))
    words += [(label, request.GET[name]) for name, label in named if request.GET.get(name)]
    mark = hand_out(
        request,
        object_type="cadres.rotationcase",
        name="rotation_case.exported",
        rows=len(found),
        people=len({clock.person_id for clock in found}),
        filters=words,
        kind="xlsx",
        made_at=made_at,
    )
    response = HttpResponse(content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="luan-chuyen-{on:%Y%m%d}.xlsx"'
    listing = due_listing(user, found, on=on, made_at=made_at, filters=words, mark=mark)
    write_xlsx(listing, cast(Any, response))
    return response


@login_required
@require_GET
def ahead(request: HttpRequest) -> HttpResponse:
    """What if nobody moves: who falls due in each quarter to 2030."""
    user = cast("User", request.user)
    require(user, "rotation_case.list")
    on = _day(request)
    quarters = quarters_from(on)
    last = date(LAST_YEAR, 12, 31)
    rows = horizon(clocks(on=on, due_by=last, reader=user, code=request.GET.get("rule", "")), on=on)
    shown = [row for row in rows if not row.unit]
    page = paginate(request, [row for row in rows if row.unit])
    context = {
        "on": on,
        "quarters": quarters,
        "totals": [(row, row.cells(quarters)) for row in shown],
        "page": page,
        "rows": [(row, row.cells(quarters)) for row in page.rows],
        "rules": [(code, code) for code in rule_codes()],
        "kinds": PositionKind.choices,
        "last_year": str(LAST_YEAR),
        "tab": "ahead",
    }
    return render(request, "cadres/rotation_ahead.html", context)


@login_required
@require_GET
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Every clock of one person, each date explained; a case is opened from here."""
    user = cast("User", request.user)
    require(user, "rotation_case.list")
    on = _day(request)
    found = person_by_code(user, code)
    mine = clocks(on=on, people=[found.pk], reader=user)
    if not mine and not clocks_readable(user, found):
        raise NotFound
    cases = list(cases_for(user).filter(person=found))
    open_now = {case.rule_code: case for case in cases if case.is_open}
    context = {
        "person": found,
        "on": on,
        "rows": [(one, open_now.get(one.clock.code)) for one in explained(mine, on=on)],
        "cases": cases,
        "may_open": allows(user, "rotation_case.open"),
        "today": local_date(),
        "crumbs": [(_("Rotation"), reverse("rotation:due")), (found.full_name, reverse("cadres:person", args=[code]))],
    }
    return render(request, "cadres/rotation_person.html", context)


def clocks_readable(user: User, found: Person) -> bool:
    """Whether the reader deals with this person's rotation, though no clock runs; of a head the unit above does."""
    unit = found.unit
    held = found.postings.filter(kind="primary", valid_to=None).select_related("position", "unit__parent").first()
    if held is not None and held.position.kind == PositionKind.UNIT_HEAD:
        unit = held.unit.parent
    return unit is not None and allows(user, "rotation_case.read", RotationCase(person=found, unit=unit))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: HttpRequest, code: str, rule: str) -> HttpResponse:
    """Open a case before the night does."""
    user = cast("User", request.user)
    require(user, "rotation_case.open")
    found = person_by_code(user, code)
    if not clocks(on=local_date(), people=[found.pk], reader=user, code=rule):
        raise NotFound
    if request.method == "POST":
        made = open_case(person=found, rule_code=rule, today=local_date(), by=user)
        messages.success(request, _("The case was opened."))
        return redirect("rotation:case", code=made.code)
    context = {
        "title": _("Open a rotation case"),
        "consequence": _("The night opens a case by itself when the term is near; here it is opened before."),
        "rows": [(_("Person"), found.full_name), (_("Unit"), found.unit.name if found.unit else ""), (_("Rule"), rule)],
        "act_label": _("Open the case"),
        "back_url": reverse("rotation:person", args=[code]),
        "crumbs": [(_("Rotation"), reverse("rotation:due"))],
    }
    return render(request, "components/confirm_page.html", context)


def _clocks(request: HttpRequest, user: User, on: date, within: int) -> list[Clock]:
    chosen = request.GET
    below = ""
    if chosen.get("unit"):
        unit = visible_to(user, Unit.objects.filter(code=chosen["unit"])).first()
        if unit is None:
            return []
        below = unit.path
    return clocks(
        on=on,
        due_by=add_months(on, within),
        reader=user,
        code=chosen.get("rule", ""),
        post_kind=chosen.get("kind", ""),
        below=below,
    )


def _day(request: HttpRequest) -> date:
    """The day asked for, or today; beyond the years of the registry there is nothing to compute."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return local_date()
    return asked if FIRST_DAY <= asked <= LAST_DAY else local_date()


def _within(request: HttpRequest) -> int:
    return WITHIN.get(request.GET.get("within", "0"), 0)
