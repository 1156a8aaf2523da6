"""A unit's month as a list on its way out: the rows of the grid the reader may export, each with the fields open."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from evaluations.models import Evaluation
from evaluations.selectors.pages.grid import mark_of
from evaluations.selectors.pages.places import Place, key_of, name_of, sheets_of
from foundation.access import readable_fields, visible_to
from foundation.sheets.listing import Column, Listing, Value


def rows_to_export(user: Any, where: Place) -> list[Evaluation]:
    """Versions in force only, in the order of the grid, the own sheet left out as there; one query."""
    rows = visible_to(user, sheets_of(where), "export")
    if user.person_id is not None:
        rows = rows.exclude(person_id=user.person_id)
    return list(rows)


def month_listing(
    user: Any,
    where: Place,
    sheets: Sequence[Evaluation],
    *,
    made_at: datetime,
    filters: Sequence[tuple[str, str]],
    mark: str,
) -> Listing:
    """The file; no query of its own."""
    return Listing(
        title=_("Grades of %(month)s") % {"month": f"{where.cycle.period:%m/%Y}"},
        columns=(
            Column(_("Code"), 14),
            Column(_("Name"), 28),
            Column(_("Post"), 30),
            Column(_("Division"), 34),
            Column(_("Scored as"), 24),
            Column(_("Self"), 10),
            Column(_("Total"), 10),
            Column(_("Proposed"), 10),
            Column(_("Grade"), 10),
            Column(_("Why it departs"), 40),
            Column(_("State"), 18),
            Column(_("Version"), 10),
        ),
        rows=_lines(user, sheets),
        row_count=len(sheets),
        made_at=made_at,
        made_by=user.full_name,
        filters=filters,
        mark=mark,
    )


def _lines(user: Any, sheets: Sequence[Evaluation]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        known = readable_fields(user, sheet)
        yield (
            key_of(sheet),
            name_of(sheet),
            sheet.post_title,
            sheet.division.name if sheet.division else "",
            str(sheet.get_subject_group_display()),
            sheet.self_total if "self_total" in known else None,
            sheet.total if "total" in known else None,
            sheet.proposed_grade if "proposed_grade" in known else "",
            sheet.grade if "grade" in known else "",
            sheet.departure_reason if "departure_reason" in known else "",
            mark_of(sheet, scored=True).word,
            sheet.version,
        )
