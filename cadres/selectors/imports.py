"""Uploaded lists and their previews, read page by page in the database."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from cadres.enums import ImportState
from cadres.models import RosterImport
from foundation.access import readable_fields, visible_to
from foundation.workflow.errors import NotFound

PAGE_SIZE = 50
SHOWN_PROBLEMS = 300
SAMPLES = 3
SEGMENTS = ("all", "error", "warning", "converted", "new", "changed", "unchanged")


@dataclass(frozen=True)
class Preview:
    """One page of rows as they were read, with everything around them."""

    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    counts: dict[str, int]
    segment: str
    number: int
    problems: list[dict[str, Any]]
    problem_count: int

    @property
    def total(self) -> int:
        return self.counts.get(self.segment, 0)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def imports_for(user: Any) -> QuerySet[RosterImport]:
    """Lists the reader may see, newest first, without their contents."""
    return (
        visible_to(user, RosterImport.objects.all())
        .select_related("uploaded_by")
        .defer("content", "preview")
        .order_by("-id")
    )


def import_by_id(user: Any, pk: int) -> RosterImport:
    """One list.

    Raises:
        NotFound: there is none, or it lies outside the reader's reach.
    """
    found = imports_for(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def readable(user: Any, roster: RosterImport) -> frozenset[str]:
    return readable_fields(user, roster)


def job_key(roster: RosterImport) -> str:
    """Key of the job that works on this list now; a list that came back may be imported again."""
    if roster.state == ImportState.UPLOADED:
        return f"roster-read:{roster.pk}:{roster.row_version}"
    return f"roster-commit:{roster.pk}:{roster.row_version}"


def columns_kept(roster: RosterImport) -> list[dict[str, Any]]:
    """The columns of a list with what each was taken for and its first values."""
    head = _head(roster.pk)
    columns: list[dict[str, Any]] = head["columns"] if head else []
    missing = [column for column in columns if "samples" not in column]
    for row in _rows(roster.pk, "all", 1)[: SAMPLES * 2] if missing else []:
        texts = {cell["letter"]: cell["text"] for cell in row["cells"]}
        for column in missing:
            samples = column.setdefault("samples", [])
            text = texts.get(column["letter"], "")[:60]
            if text and text not in samples and len(samples) < SAMPLES:
                samples.append(text)
    return columns


def preview_of(roster: RosterImport, *, segment: str, page: str) -> Preview | None:
    """One page of the preview; only its rows leave the database."""
    head = _head(roster.pk)
    if head is None:
        return None
    segment = segment if segment in SEGMENTS else "all"
    counts: dict[str, int] = head["counts"]
    pages = max(1, -(-counts.get(segment, 0) // PAGE_SIZE))
    number = min(max(1, int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1), pages)
    problems = head["problems"] or []
    return Preview(
        columns=head["columns"],
        rows=_rows(roster.pk, segment, number),
        counts=counts,
        segment=segment,
        number=number,
        problems=problems[:SHOWN_PROBLEMS],
        problem_count=len(problems),
    )


def _head(pk: int) -> dict[str, Any] | None:
    found = (
        RosterImport.objects.filter(pk=pk, preview__isnull=False)
        .values_list("preview__columns", "preview__counts", "preview__problems")
        .first()
    )
    return dict(zip(("columns", "counts", "problems"), found, strict=True)) if found else None


def _rows(pk: int, segment: str, number: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(jsonb_agg(shown.value ORDER BY shown.place), '[]'::jsonb) FROM ("
            " SELECT item.value, item.place FROM cadres_rosterimport,"
            " jsonb_array_elements(preview->'rows') WITH ORDINALITY AS item(value, place)"
            " WHERE id = %s AND (%s = 'all' OR item.value->'in' ? %s)"
            " ORDER BY item.place LIMIT %s OFFSET %s) AS shown",
            [pk, segment, segment, PAGE_SIZE, (number - 1) * PAGE_SIZE],
        )
        value = cursor.fetchone()[0]
    rows: list[dict[str, Any]] = value if isinstance(value, list) else json.loads(value)
    return rows
