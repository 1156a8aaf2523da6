"""One line of the list of people as its reader may see it, and the whole list on its way into a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cadres.models import Person, Posting
from cadres.selectors.people import main_post, with_posts
from cadres.selectors.profile import Shown, profile_of
from foundation.sheets.listing import Column, Listing, Value

CHUNK = 500


@dataclass(frozen=True)
class Line:
    """A person in the list."""

    person: Person
    post: Posting | None
    other_posts: int
    shown: dict[str, Shown]

    @property
    def born(self) -> Any:
        field = self.shown.get("birth_date")
        return field.value if field else None

    @property
    def in_party(self) -> bool | None:
        field = self.shown.get("party_since")
        return None if field is None else field.value is not None

    @property
    def unit_text(self) -> str:
        unit = self.person.unit
        if unit is None:
            return ""
        return f"{unit.name}, {unit.parent.name}" if unit.kind == "division" and unit.parent else unit.name


def lines(user: Any, people: Sequence[Person]) -> list[Line]:
    """Lines for people fetched by `with_posts`."""
    found = []
    for person in people:
        post = main_post(person)
        held = len(person.held_posts)  # type: ignore[attr-defined]  # put there by with_posts
        found.append(Line(person, post, held - (1 if post else 0), profile_of(user, person)))
    return found


def people_listing(
    user: Any,
    rows: QuerySet[Person],
    *,
    on: date,
    total: int,
    made_at: datetime,
    filters: Sequence[tuple[str, str]],
    mark: str = "",
) -> Listing:
    """The list as a file: the columns of the page, every row."""
    columns = [
        Column(_("Code"), 14),
        Column(_("Full name"), 28),
        Column(_("Post"), 34),
        Column(_("Unit"), 44),
        Column(_("Since"), 12),
        Column(_("Kind"), 18),
        Column(_("Born"), 12),
        Column(_("Party"), 12),
    ]
    return Listing(
        title=_("List of people"),
        columns=columns,
        rows=_file_rows(user, with_posts(rows, on=on)),
        row_count=total,
        made_at=made_at,
        made_by=user.full_name,
        filters=filters,
        mark=mark,
    )


def _file_rows(user: Any, rows: QuerySet[Person]) -> Iterator[Sequence[Value]]:
    batch: list[Person] = []
    for person in rows.iterator(chunk_size=CHUNK):
        batch.append(person)
        if len(batch) == CHUNK:
            yield from map(_file_row, lines(user, batch))
            batch = []
    yield from map(_file_row, lines(user, batch))


def _file_row(line: Line) -> Sequence[Value]:
    party = "" if line.in_party is None else _("Member") if line.in_party else ""
    return (
        line.person.code,
        line.person.full_name,
        line.post.position.name if line.post else "",
        line.unit_text,
        line.post.valid_from if line.post else None,
        line.person.get_employment_kind_display(),
        line.born,
        party,
    )
