"""Clocks of rotation on any day: of everybody within reach, of one person, and the explanation of one date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from accounts.models import User
from cadres.models import ListedPost, Posting, RotationRule
from cadres.selectors.rotation_sql import CLOCKS, DAYS
from foundation.access import visible_to
from foundation.access.identity import identity_of
from organization.models import Unit

REACH = "rotation_case.read"
FIRST_DAY, LAST_DAY = date(1945, 9, 2), date(2099, 12, 31)
"""Days a clock may be asked for."""
SEGMENTS = 17
"""Where the keys of the posts stand in a row of the statement."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one person: since when, when the time is over, and what has to be said about it.

    `body` is the unit no division; `handled_by` the unit that deals with it: for the head of a unit the one above.
    """

    person_id: int
    rule_id: int
    code: str
    scope: str
    posting_id: int
    unit_id: int
    post_kind: str
    field: str
    listed_id: int | None
    start_on: date
    due_on: date | None
    min_on: date | None
    acting_days: int
    paused_days: int
    by_successor: bool
    by_unwritten: bool
    to_confirm: bool
    segments: tuple[int, ...]
    person_code: str
    person_name: str
    unit_name: str
    body_id: int
    body_code: str
    body_name: str
    handled_by: int | None
    post_name: str

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody has to look at how it goes on: a reorganisation, a move without a decision, an open post."""
        return self.by_successor or self.by_unwritten or self.to_confirm

    def is_due(self, on: date) -> bool:
        return self.due_on is not None and self.due_on <= on


def clocks(
    *,
    on: date,
    due_by: date | None = None,
    people: Sequence[int] | None = None,
    reader: User | None = None,
    code: str = "",
    post_kind: str = "",
    below: str = "",
    limit: int | None = None,
) -> list[Clock]:
    """Every clock on the day `on`, the earliest end first.

    Args:
        due_by: only those that run out by this day.
        people: keys of the persons, when not everybody's.
        reader: only what this person may see, never the own clock or a declared relative's; None is the system.
        code, post_kind, below: one rule, one kind of post, a unit's path and everything under it.
    """
    values: dict[str, Any] = {"on": on}
    where, near = "", ""
    if due_by is not None:
        values["due_by"] = due_by
        where += " AND c.due_on <= %(due_by)s"
    for name, column, value in (("code", "c.code", code), ("post_kind", "c.post_kind", post_kind)):
        if value:
            values[name] = value
            where += f" AND {column} = %({name})s"
    if below:
        values["below"] = f"{below}%"
        where += " AND u.path LIKE %(below)s"
        near += " AND u.path LIKE %(below)s"
    if reader is not None:
        person = reader.person_id
        values["kept"] = [] if person is None else [person, *identity_of(reader).relatives()]
        where += " AND c.person_id <> ALL(%(kept)s::bigint[])"
        reach = _reach(reader, values)
        if reach is not None:
            where += f" AND {HANDLED_BY} IN ({reach})"
            near += f" AND (u.id IN ({reach}) OR u.parent_id IN ({reach}))"
    if people is None and near:
        people = _holders(near, values)
    if people is not None:
        values["people"] = list(people)
    order = "ORDER BY c.due_on NULLS LAST, h.sort_key, c.person_id, c.code, c.main"
    if limit is not None:
        values["limit"] = limit
        order += " LIMIT %(limit)s"
    statement = CLOCKS.format(
        people="" if people is None else "AND p.person_id = ANY(%(people)s)",
        days_max=DAYS.format(months="max_months"),
        days_min=DAYS.format(months="min_months"),
        columns=COLUMNS,
        joins=JOINS,
        where=where,
        order=order,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner knows no sizes of the parts a WITH computes: for everybody it would compare each post with each,
        # and each part would go through the disk.
        if people is None:
            cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '128MB'")
        cursor.execute(statement, values)
        rows = cursor.fetchall()
        if people is None:
            cursor.execute("SET LOCAL enable_nestloop = DEFAULT; SET LOCAL work_mem = DEFAULT")
    return [_clock(row) for row in rows]


def _holders(near: str, values: dict[str, Any]) -> list[int] | None:
    """Who holds a post in the units asked for: nobody else can have a clock there. None where they are very many."""
    with connection.cursor() as cursor:
        cursor.execute(f"{HOLDERS}{near} LIMIT {FEW + 1}", values)
        found = [person for (person,) in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _clock(row: tuple[Any, ...]) -> Clock:
    values = list(row)
    values[SEGMENTS] = tuple(values[SEGMENTS])
    return Clock(*values)


HANDLED_BY = "(CASE WHEN c.post_kind = 'unit_head' THEN above.id ELSE u.id END)"
COLUMNS = """, h.code AS person_code, h.full_name, u.name AS unit_name,
       CASE WHEN u.kind = 'division' AND above.id IS NOT NULL THEN above.id ELSE u.id END AS body_id,
       CASE WHEN u.kind = 'division' AND above.id IS NOT NULL THEN above.code ELSE u.code END AS body_code,
       CASE WHEN u.kind = 'division' AND above.id IS NOT NULL THEN above.name ELSE u.name END AS body_name,
       {handled} AS handled_by, o.name AS post_name""".replace("{handled}", HANDLED_BY)
FEW = 5000
"""So many people are looked up one by one; the history of more is walked as a whole."""
HOLDERS = """SELECT DISTINCT q.person_id FROM cadres_posting q JOIN organization_unit u ON u.id = q.unit_id
    WHERE q.valid_from <= %(on)s AND (q.valid_to IS NULL OR q.valid_to >= %(on)s)"""
JOINS = """JOIN cadres_person h ON h.id = c.person_id
JOIN cadres_posting g ON g.id = c.main
JOIN cadres_position o ON o.id = g.position_id"""


def _reach(reader: User, values: dict[str, Any]) -> str | None:
    """The units whose cases the matrix lets this person read, as a statement; None where it is every unit.

    Adds what the statement is given to `values`.
    """
    units = visible_to(reader, Unit.objects.order_by(), REACH)
    if not units.query.where:
        return None
    try:
        statement, given = units.values("pk").query.sql_with_params()
    except EmptyResultSet:  # no role of the reader deals with rotation
        return "SELECT NULL::bigint WHERE false"
    for number, value in enumerate(given):
        values[f"reach{number}"] = value
    return str(statement % tuple(f"%(reach{number})s" for number in range(len(given))))


@dataclass(frozen=True, slots=True)
class Segment:
    """One post a clock counts."""

    posting: Posting
    counted_to: date


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock with the rows it was computed from."""

    clock: Clock
    rule: RotationRule
    listed: ListedPost | None
    segments: tuple[Segment, ...]
    gaps: tuple[tuple[date, date], ...]


def clocks_of(person_id: int, *, on: date) -> list[Explained]:
    """All clocks of one person, explained."""
    return explained(clocks(on=on, people=[person_id]), on=on)


def explained(found: Sequence[Clock], *, on: date) -> list[Explained]:
    """The rows behind some clocks; three queries for all of them."""
    postings = {
        row.pk: row
        for row in Posting.objects.filter(pk__in={pk for one in found for pk in one.segments}).select_related(
            "unit", "position"
        )
    }
    rules = RotationRule.objects.in_bulk({one.rule_id for one in found})
    listed = ListedPost.objects.in_bulk({one.listed_id for one in found if one.listed_id is not None})
    made = []
    for clock in found:
        rows = sorted((postings[pk] for pk in clock.segments), key=lambda row: (row.valid_from, row.pk))
        segments = tuple(Segment(row, min(row.valid_to or on, on)) for row in rows)
        made.append(Explained(clock, rules[clock.rule_id], listed.get(clock.listed_id or 0), segments, _gaps(segments)))
    return made


def _gaps(segments: Sequence[Segment]) -> tuple[tuple[date, date], ...]:
    """Days between the posts that no post covers."""
    found, covered = [], None
    for one in segments:
        if covered is not None and one.posting.valid_from.toordinal() > covered.toordinal() + 1:
            begins = date.fromordinal(covered.toordinal() + 1)
            found.append((begins, date.fromordinal(one.posting.valid_from.toordinal() - 1)))
        covered = max(covered or one.counted_to, one.counted_to)
    return tuple(found)


def as_json(one: Explained, *, on: date) -> dict[str, Any]:
    """What a case keeps of the clock it was opened by, so that the date can be explained and recomputed."""
    clock = one.clock
    return {
        "on": on.isoformat(),
        "rule": {"id": one.rule.pk, "code": one.rule.code, "scope": one.rule.scope, "value": one.rule.value,
                 "legal_basis": one.rule.legal_basis, "verified": one.rule.verified},
        "start_on": clock.start_on.isoformat(),
        "due_on": clock.due_on.isoformat() if clock.due_on else None,
        "min_on": clock.min_on.isoformat() if clock.min_on else None,
        "acting_days": clock.acting_days,
        "paused_days": clock.paused_days,
        "field": clock.field,
        "flags": [
            name
            for name, stands in (
                ("successor", clock.by_successor),
                ("unwritten", clock.by_unwritten),
                ("to_confirm", clock.to_confirm),
            )
            if stands
        ],
        "segments": [
            {"posting": row.posting.pk, "kind": row.posting.kind, "unit": row.posting.unit.name,
             "post": row.posting.position.name, "from": row.posting.valid_from.isoformat(),
             "to": row.posting.valid_to.isoformat() if row.posting.valid_to else None,
             "decision": row.posting.decision_number}
            for row in one.segments
        ],
        "gaps": [[begins.isoformat(), ends.isoformat()] for begins, ends in one.gaps],
    }  # fmt: skip
