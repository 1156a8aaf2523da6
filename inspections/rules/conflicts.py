"""Whether somebody may look at a unit: own unit, a unit served in not long ago, relatives there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.enums import ConflictGround


@dataclass(frozen=True, slots=True)
class Served:
    """One post of a person in a unit; no last day while it is held."""

    path: str
    until: date | None


def conflict_of(
    *, target: str, served: Iterable[Served], relatives_at: Iterable[str], on: date, since: date
) -> ConflictGround | None:
    """The first ground that keeps a person from inspecting the unit whose path is `target`, or None.

    Args:
        target: path of the unit inspected; what lies below it belongs to it.
        served: posts of the person.
        relatives_at: paths of the units where declared relatives serve now.
        on: the day of the visit.
        since: posts that ended on this day or later still count.
    """
    posts = [post for post in served if _same(post.path, target)]
    if any(post.until is None or post.until >= on for post in posts):
        return ConflictGround.OWN_UNIT
    if any(post.until is not None and post.until >= since for post in posts):
        return ConflictGround.WORKED_THERE
    if any(_same(path, target) for path in relatives_at):
        return ConflictGround.RELATIVE
    return None


def _same(path: str, target: str) -> bool:
    """Below the unit; or the unit is a part of the body the person serves in (not of the city as a whole)."""
    return path.startswith(target) or (target.startswith(path) and path.count(".") > 2)
