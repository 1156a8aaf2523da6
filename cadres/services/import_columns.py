"""The columns of a staff list named by hand, and what an earlier list with the same headings was told."""

import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums import ImportState
from cadres.models import RosterImport
from cadres.roster.fields import LABELS, Field
from cadres.roster.header import guessed_header
from cadres.selectors.imports import SAMPLES, job_key
from cadres.services.import_preview import in_part
from cadres.services.imports import READ
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.outbox.queue import enqueue
from foundation.sheets.problem import column_letter
from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import InvalidInput, StaleVersion, VersionMissing

LOOKED_AT_LISTS = 20
NEEDED = ((Field.NAME, Field.FAMILY), (Field.POSITION, Field.JOB))
Columns = list[dict[str, Any]]


def columns_of(*, content: bytes, mapping: Mapping[str, str] | None = None) -> Columns:
    """Every column of a list with its heading, the field it is taken for and its first values; none of a broken file.

    Args:
        mapping: column letter -> field name, shown instead of what the heading means.
    """
    try:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            sheet = read_table_file(file)
    except InvalidInput:
        return []
    header, named = guessed_header(sheet), mapping or {}
    known = {column.index: column for column in header.columns}
    below = sheet.rows[header.last : header.last + 60]
    width = max((len(row) for row in [*below, header.columns]), default=0)
    found: Columns = []
    for index in range(width):
        letter, column = column_letter(index), known.get(index)
        texts = [row[index].shown.strip() for row in below if index < len(row)]
        samples = list(dict.fromkeys(_sample(text) for text in texts if text))[:SAMPLES]
        heading = column.header if column else ""
        if not heading and not samples:
            continue
        field = named.get(letter, str(column.field or "") if column else "")
        label = str(LABELS[Field(field)]) if field else ""
        found.append({"letter": letter, "header": heading, "field": field, "label": label, "samples": samples})
    return found


def _sample(text: str) -> str:
    """A first value as an example; a long number may be a personal number and is shown in part."""
    return in_part(text) if text.isdigit() else text[:60]


def unread_preview(columns: Columns) -> dict[str, Any]:
    """What is kept of a list that could not be read: its columns, so that somebody may name them."""
    return {"columns": columns, "rows": [], "counts": {"all": 0}, "problems": []}


def earlier_mapping(roster: RosterImport, columns: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What the same person said of an imported list with the very same headings; empty when there is none."""
    headings = _headings(columns)
    earlier = (
        RosterImport.objects.filter(uploaded_by=roster.uploaded_by_id, state=ImportState.COMMITTED)
        .exclude(mapping={})
        .order_by("-id")
        .values_list("mapping", "preview__columns")[:LOOKED_AT_LISTS]
    )
    for mapping, kept in earlier:
        if headings and _headings(kept or []) == headings:
            return dict(mapping)
    return {}


def _headings(columns: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(column["letter"], column["header"]) for column in columns if column["header"]]


def map_columns(*, roster: RosterImport, mapping: Mapping[str, str], version: int | None, by: User) -> RosterImport:
    """Say what each column holds, and ask a worker to read the list again that way.

    Args:
        mapping: column letter -> field name, "" for a column that is not to be read.

    Raises:
        InvalidInput: an unknown field, one field for two columns, no column for names or for posts.
        StateChanged: the list is being imported or was put aside.
        StaleVersion / VersionMissing.
    """
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    if version != roster.row_version:
        raise StaleVersion(_("Somebody else saved this first. Load the page again."))
    _refuse_nonsense(mapping)
    with recorded(by=by):
        move(roster, "map", by=by, changes={"mapping": dict(mapping), "problem": ""})
        enqueue(READ, key=job_key(roster), payload={"import_id": roster.pk}, by=by)
        return roster


def _refuse_nonsense(mapping: Mapping[str, str]) -> None:
    letters: dict[str, str] = {}
    for letter, name in mapping.items():
        if name and name not in set(Field):
            raise InvalidInput(_("“%(name)s” is no field of a staff list.") % {"name": name}, field=letter)
        if name and name in letters:
            raise InvalidInput(
                _("Columns %(first)s and %(second)s are both named “%(field)s”: keep one.")
                % {"first": letters[name], "second": letter, "field": LABELS[Field(name)]},
                field=letter,
                code="roster_field_twice",
            )
        letters[name] = letter
    for either in NEEDED:
        if letters.keys().isdisjoint(either):
            raise InvalidInput(
                _("Say which column holds “%(field)s”.") % {"field": LABELS[either[0]]},
                code="roster_column_missing",
            )
