"""The results of a unit's month as XLSX."""

from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.selectors.pages.exporting import month_listing, rows_to_export
from evaluations.views.guards import SignedIn, open_grid
from foundation.access import require
from foundation.sheets.writer import XLSX_TYPE, write_xlsx
from foundation.web.clock import local_date, local_moment
from foundation.web.copies import hand_out
from foundation.web.formats import vn_month
from foundation.workflow.errors import Refused


@login_required
@require_safe
def grid(request: SignedIn, period: date, code: str) -> HttpResponse:
    """Decided and published rows the reader may take along; each copy is recorded and carries its mark."""
    require(request.user, "evaluation.export")
    where = open_grid(request.user, period, code).where
    sheets = rows_to_export(request.user, where)
    if not sheets:
        raise Refused(_("Nothing here can be exported: its grades are not decided yet."), code="nothing_to_export")
    filters, made_at = [(_("Unit"), where.shown.name), (_("Month"), vn_month(period))], local_moment()
    mark = hand_out(
        request,
        object_type="evaluations.evaluation",
        name="evaluation.exported",
        rows=len(sheets),
        people=len({sheet.person_id for sheet in sheets if sheet.person_id}),
        filters=filters,
        kind="xlsx",
        made_at=made_at,
    )
    made = month_listing(request.user, where, sheets, made_at=made_at, filters=filters, mark=mark)
    response = HttpResponse(content_type=XLSX_TYPE)
    name = f"danh-gia-{where.shown.code}-{period:%Y%m}-{local_date():%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    write_xlsx(made, cast(Any, response))
    return response
