"""The list of people: who is shown to whom, searched, filtered and put in order."""

import re
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cadres.enums import PostingKind
from cadres.models import PartyMembership, Person, Posting
from cadres.rules.names import search_key
from cadres.selectors.postings import in_force
from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from organization.models import Unit

ORDERS = {
    "name": ("sort_key", "id"),
    "-name": ("-sort_key", "-id"),
    "code": ("code",),
    "-code": ("-code",),
}
_DIGIT = re.compile(r"\d")


def people_for(user: Any, action: str = "read") -> QuerySet[Person]:
    """People on whom the user may do this."""
    return visible_to(user, Person.objects.all(), action)


def with_posts(rows: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """Each person with unit, Party membership and `held_posts`: everything held on the day."""
    held = Posting.objects.filter(in_force(on)).select_related("unit", "unit__parent", "position")
    return rows.select_related("unit", "unit__parent", "party_membership").prefetch_related(
        Prefetch("postings", queryset=held.order_by("kind", "valid_from"), to_attr="held_posts")
    )


def main_post(person: Any) -> Posting | None:
    """The main post among the `held_posts` that `with_posts` fetched."""
    return next((post for post in person.held_posts if post.kind == PostingKind.PRIMARY), None)


def searched(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """People whose name contains the words, with or without marks; with a digit in it, whose code begins so."""
    key = search_key(text)
    if not key:
        return rows
    if _DIGIT.search(key):
        return rows.filter(code__startswith=key.upper().replace(" ", ""))
    return rows.filter(search_key__contains=key)


def in_unit(rows: QuerySet[Person], unit: Unit) -> QuerySet[Person]:
    """People of the unit and of everything below it."""
    return rows.filter(unit__path__startswith=unit.path)


def holding(rows: QuerySet[Person], *, position_kind: str, on: date) -> QuerySet[Person]:
    """People whose main post on the day is of this kind."""
    posts = Posting.objects.filter(
        in_force(on), person=OuterRef("pk"), kind=PostingKind.PRIMARY, position__kind=position_kind
    )
    return rows.filter(Exists(posts))


def party_members(rows: QuerySet[Person], *, member: bool) -> QuerySet[Person]:
    """Members of the Party, or everybody else."""
    membership = Exists(PartyMembership.objects.filter(person=OuterRef("pk"), ended_on__isnull=True))
    return rows.filter(membership if member else ~membership)


def serving(rows: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """People who have not left by that day."""
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))


def ordered(rows: QuerySet[Person], order: str) -> QuerySet[Person]:
    """By name in Vietnamese order unless the order asked for is known."""
    return rows.order_by(*ORDERS.get(order, ORDERS["name"]))


def person_by_code(user: Any, code: str) -> Person:
    """One person by code.

    Raises:
        NotFound: nobody has it, or the person lies outside the user's reach.
    """
    found = people_for(user).filter(code=code).select_related("unit", "unit__parent", "party_membership").first()
    if found is None:
        raise NotFound
    return found
