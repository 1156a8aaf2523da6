"""Who is told of what happens to a task: its person, its giver, the receiver of a matter passed on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from cadres.selectors.postings import head_of
from directives.models import Assignment
from foundation.audit.context import Actor
from foundation.notifications.notify import notify
from organization.models import Unit


def person_account(assignment: Assignment) -> int | None:
    """The account of whose task it is."""
    return _active(person_id=assignment.person_id)


def giver_account(assignment: Assignment, *, on: date) -> int | None:
    """The account of who gave the task; where nobody did, or the person oneself, of the head of the unit."""
    giver = assignment.given_by
    if giver is not None and giver.is_active and giver.person_id != assignment.person_id:
        return giver.pk
    return head_account(assignment.unit, on=on)


def head_account(unit: Unit, *, on: date) -> int | None:
    """The account of who heads the unit on that day."""
    head = head_of(unit, on)
    if head is None:
        return None
    found = accounts_of_people([head.pk]).get(head.pk)
    return found.pk if found is not None and found.is_active else None


def tell(
    assignment: Assignment,
    accounts: Iterable[int | None],
    *,
    occasion: str,
    title: str,
    by: Actor | None,
    body: str = "",
    params: Mapping[str, Any] | None = None,
    url: str = "",
) -> None:
    """Tell these people once each; who acts is not told of the own act."""
    for user_id in sorted({one for one in accounts if one is not None and (by is None or one != by.pk)}):
        notify(
            user_id=user_id,
            kind="assignment",
            dedupe=f"assignment:{assignment.pk}:{occasion}",
            title=title,
            body=body,
            params={"code": assignment.code, "title": assignment.title, **(params or {})},
            url=url or f"/assignments/{assignment.code}/",
            by=by,
        )


def _active(*, person_id: int) -> int | None:
    return User.objects.filter(person_id=person_id, is_active=True).values_list("pk", flat=True).first()
