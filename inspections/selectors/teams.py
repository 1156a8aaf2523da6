"""Teams as pages and the API read them."""

from typing import Any

from django.db.models import QuerySet

from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from inspections.models import Team, TeamMember


def readable(user: Any) -> QuerySet[Team]:
    """Teams within the reader's reach, the newest first."""
    return visible_to(user, Team.objects.select_related("unit", "scope", "created_by", "enacted_by"))


def one(user: Any, pk: int) -> Team:
    """One team.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def members_of(user: Any, team: Team) -> QuerySet[TeamMember]:
    """Members, those who lead first, those who left last."""
    rows = visible_to(user, team.members.select_related("user"))
    return rows.order_by("ended_on", "role", "user__full_name")
