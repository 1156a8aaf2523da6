"""The monthly grid of a unit or of one of its divisions."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import Step
from evaluations.selectors.evidence import proofs_for
from evaluations.selectors.pages import days, evidence, grid, summary
from evaluations.selectors.pages.self_sheet import faults_of
from evaluations.selectors.timetable import working_calendar
from evaluations.services import scoring
from evaluations.views.guards import Opened, SignedIn, open_grid
from foundation.access import allows
from foundation.access.sensitive import note_list
from foundation.web.clock import local_date
from foundation.web.paging import MAX_PAGE_SIZE, paginate
from organization.rules.calendar import WorkingCalendar

FILTERS = {
    "": lambda row: True,
    "todo": lambda row: row.needs_work or row.owes_reason,
    "late": lambda row: row.evidence.late > 0,
    "a": lambda row: (row.grade or row.proposed) == "A",
}


@login_required
@require_safe
def show(request: SignedIn, period: date, code: str) -> HttpResponse:
    """One row a person, the evidence beside it, the distribution beneath."""
    opened = open_grid(request.user, period, code)
    note_list(request.user, opened.sheets, name="unit_cycle.sheets_opened", about=opened.where.unit_cycle)
    scoring.opened(evaluations=opened.sheets, by=request.user)
    context = grid_context(request, opened, on=local_date(), calendar=working_calendar())
    return render(request, "evaluations/grid.html", context)


@login_required
@require_safe
def summary_fragment(request: SignedIn, period: date, code: str) -> HttpResponse:
    """The cards beneath the grid once a row was saved."""
    opened = open_grid(request.user, period, code)
    context = grid_context(request, opened, on=local_date(), calendar=working_calendar(), panel=False)
    return render(request, "evaluations/_summary.html", context)


def grid_context(
    request: SignedIn, opened: Opened, *, on: date, calendar: WorkingCalendar, panel: bool = True
) -> dict[str, Any]:
    """What the grid's templates show; twelve queries at most, whatever the number of rows."""
    where = opened.where
    figures = evidence.for_rows(opened.sheets, where.cycle.period, on=on, days=calendar)
    whole = grid.grid_of(request.user, opened.spec, opened.sheets, figures)
    rows = whole.rows
    chosen = request.GET.get("show", "")
    keep = FILTERS.get(chosen, FILTERS[""])
    page = paginate(request, [row for row in rows if keep(row)], size=MAX_PAGE_SIZE)
    shown = [(group, part) for group in whole.groups if (part := [row for row in page if row.group == group.code])]
    context: dict[str, Any] = {
        "where": where,
        "spec": opened.spec,
        "period": where.cycle.period,
        "code": where.shown.code,
        "grid": whole,
        "groups": shown,
        "page": page,
        "may_export": any(allows(request.user, "evaluation.export", row.sheet) for row in rows),
        "total": len(rows),
        "filters": [
            ("", _("All"), len(rows)),
            ("todo", _("To do"), sum(1 for row in rows if FILTERS["todo"](row))),
            ("late", _("With late tasks"), sum(1 for row in rows if FILTERS["late"](row))),
            ("a", _("Proposed A"), sum(1 for row in rows if FILTERS["a"](row))),
        ],
        "due": days.deadline(Step.SUPERIOR, where.cycle, where.unit_cycle, on=on, days=calendar),
        "summary": summary.summary_of(request.user, opened.spec, where, whole, figures),
        "crumbs": [(_("Evaluation"), "/evaluations/"), (where.unit.name, "")],
    }
    if panel and rows:
        context |= panel_context(request, opened, whole, on=on, calendar=calendar)
    return context


def panel_context(
    request: SignedIn, opened: Opened, whole: grid.Grid, *, on: date, calendar: WorkingCalendar
) -> dict[str, Any]:
    """The side panel of the person asked for, else of the first row that still needs work."""
    rows = whole.rows
    asked = request.GET.get("person", "")
    place = next((n for n, row in enumerate(rows) if row.key == asked), None)
    if place is None:
        place = next((n for n, row in enumerate(rows) if row.needs_work), 0)
    row = rows[place]
    columns = next(group.columns for group in whole.groups if group.code == row.group)
    return panel_for(row, columns, opened, on=on, calendar=calendar) | {
        "proofs": proofs_for(request.user, row.sheet),
        "self_due": days.deadline(Step.SELF, opened.where.cycle, opened.where.unit_cycle, on=on, days=calendar),
        "place": place + 1,
        "of": len(rows),
        "before": rows[place - 1].key if place else "",
        "after": rows[place + 1].key if place + 1 < len(rows) else "",
    }


def panel_for(
    row: grid.Row, columns: tuple[grid.Column, ...], opened: Opened, *, on: date, calendar: WorkingCalendar
) -> dict[str, Any]:
    """What the panel says about one row."""
    sheet = row.sheet
    card = opened.spec.card(sheet.subject_group)
    found = evidence.panel_of(sheet.person_id, opened.where.cycle.period, on=on, days=calendar)
    own = sheet.scores.get("self", {}) if any(cell.own is not None for cell in row.cells) else {}
    return {
        "row": row,
        "columns": columns,
        "panel": found,
        "note": str((sheet.proposal or {}).get("note", "")) if row.why else "",
        "said": [
            (cell.column.short, str(own[cell.column.code].get("reason", "")))
            for cell in row.cells
            if (own.get(cell.column.code) or {}).get("reason")
        ],
        "self_note": sheet.self_note if own else "",
        "lines": [(cell, faults_of(card.criterion(cell.column.code))) for cell in row.cells],
        "confirm": row.confirm if row.why else (),
    }
