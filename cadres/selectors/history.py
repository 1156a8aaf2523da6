"""The dated history of one person: posts on lanes of years, events, absences, how long in post."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.enums import LEADING_KINDS, PostingKind
from cadres.models import Absence, Person, Posting


@dataclass(frozen=True)
class Tenure:
    """How long the present post has been held."""

    posting: Posting
    years: int
    months: int


def postings_of(person: Person) -> list[Posting]:
    """Everything the person held, newest first."""
    return list(
        Posting.objects.filter(person=person)
        .select_related("unit", "unit__parent", "position")
        .order_by("-valid_from", "-id")
    )


def absences_of(person: Person) -> list[Absence]:
    return list(Absence.objects.filter(person=person).order_by("-starts_on", "-id"))


def tenure(posts: list[Posting], on: date) -> Tenure | None:
    """The main post on a day with whole years and months in it."""
    held = (post for post in posts if post.kind == PostingKind.PRIMARY and _covers(post, on))
    post = next(held, None)
    if post is None:
        return None
    months = (on.year - post.valid_from.year) * 12 + on.month - post.valid_from.month
    months -= 1 if on.day < post.valid_from.day else 0
    return Tenure(post, max(0, months) // 12, max(0, months) % 12)


def first_day(person: Person, posts: list[Posting], on: date) -> date:
    """Where the lanes begin: the earliest thing known, at least two years back."""
    known = [post.valid_from for post in posts] + ([person.joined_on] if person.joined_on else [])
    earliest = min([*known, on])
    return min(date(earliest.year, 1, 1), date(on.year - 2, 1, 1))


def main_lane(posts: list[Posting], on: date) -> list[dict[str, Any]]:
    """Main posts as spans; the leading ones stand out."""
    return [_span(post, on) for post in reversed(posts) if post.kind == PostingKind.PRIMARY]


def other_lane(posts: list[Posting], on: date) -> list[dict[str, Any]]:
    """Concurrent and acting posts and secondments as spans."""
    return [_span(post, on) for post in reversed(posts) if post.kind != PostingKind.PRIMARY]


def absence_lane(absences: list[Absence]) -> list[dict[str, Any]]:
    """Absences longer than a month as spans."""
    return [
        {"start": item.starts_on, "end": item.ends_on, "text": item.get_kind_display(), "tone": "info"}
        for item in reversed(absences)
        if not item.cancelled and (item.ends_on - item.starts_on).days > 30
    ]


def _covers(post: Posting, on: date) -> bool:
    return post.valid_from <= on and (post.valid_to is None or post.valid_to >= on)


def _span(post: Posting, on: date) -> dict[str, Any]:
    leading = post.position.kind in LEADING_KINDS
    tones = {PostingKind.PRIMARY: "A" if leading and _covers(post, on) else "none"}
    return {
        "start": post.valid_from,
        "end": post.valid_to,
        "text": f"{post.position.name}, {post.unit.short_name or post.unit.name}",
        "tone": tones.get(PostingKind(post.kind), "law"),
    }
