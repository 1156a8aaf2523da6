"""Who is told what about a month, each at most once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from accounts.models import User
from evaluations.models import Cycle, Evaluation, UnitCycle
from foundation.audit.context import Actor
from foundation.notifications.notify import notify_many

PAGE = "/evaluations/"
CHUNK = 5000


def month_words(period: date) -> str:
    return period.strftime("%m/%Y")


def users_of(person_ids: Iterable[int | None]) -> dict[int, int]:
    """Accounts in use by person."""
    wanted = {person for person in person_ids if person is not None}
    found: dict[int, int] = {}
    for chunk in _chunks(sorted(wanted)):
        rows = User.objects.filter(person_id__in=chunk, is_active=True).values_list("person_id", "id")
        found.update({person: user for person, user in rows if person is not None})
    return found


def tell(
    person_ids: Iterable[int | None],
    *,
    kind: str,
    dedupe: str,
    title: str,
    params: dict[str, Any],
    url: str = PAGE,
    ends_when: str = "",
    body: str = "",
    by: Actor | None = None,
    due_on: date | None = None,
) -> None:
    """One notice to the accounts of these people."""
    users = users_of(person_ids)
    if users:
        notify_many(
            user_ids=users.values(),
            kind=kind,
            dedupe=dedupe,
            title=title,
            body=body,
            params=params,
            url=url,
            ends_when=ends_when,
            by=by,
            due_on=due_on,
        )


def tell_evaluators(*, cycle: Cycle, by: Actor | None) -> None:
    """Superiors and deciders of a month that was opened."""
    superiors = Evaluation.objects.filter(cycle=cycle).order_by().values_list("superior_id", flat=True).distinct()
    deciders = UnitCycle.objects.filter(cycle=cycle).order_by().values_list("decider_id", flat=True).distinct()
    tell(
        {*superiors, *deciders},
        kind="evaluation.opened",
        dedupe=f"cycle:{cycle.pk}:opened",
        title=gettext_noop("The evaluation of %(month)s is open"),
        body=gettext_noop("You score or decide in it."),
        params={"month": month_words(cycle.period)},
        by=by,
    )


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
