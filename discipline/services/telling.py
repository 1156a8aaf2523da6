"""Telling people of a case by its number only, till it is done: no name, no allegation leaves the case in a message."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.models import Case
from foundation.notifications.enums import ToldAs
from foundation.notifications.notify import mark_handled, notify_many
from foundation.notifications.wording import as_date

KIND = "case"


def tell_handlers(case: Case, *, occasion: str, title: str, on: date | None = None, by: User | None = None) -> None:
    """Whoever handles it today; once an occasion."""
    _tell(case.handler_ids, case, occasion=occasion, title=title, on=on, by=by, told_as=ToldAs.HANDLER)


def tell_leaders(case: Case, *, occasion: str, title: str, by: User | None = None) -> None:
    _tell(case.leader_ids, case, occasion=occasion, title=title, on=None, by=by, told_as=ToldAs.LEADER)


def settle(case: Case, *occasions: str, by: User | None) -> None:
    """What these occasions asked for is done: it stops for everybody told. The night finds what is not named here."""
    for occasion in occasions:
        mark_handled(dedupe_prefix=f"case:{case.pk}:{occasion}", by=by)


def let_go(case: Case, user_id: int, *, by: User | None) -> None:
    """Who no longer handles or leads a case keeps no open line of it."""
    if not case.members.filter(user=user_id, ended_on=None).exists():
        mark_handled(dedupe_prefix=f"case:{case.pk}", by=by, user_ids=[user_id])


def tell_concerned(case: Case, *, occasion: str, title: str, on: date | None = None, by: User | None = None) -> None:
    """The person concerned, from the notice on; the address leads to their own page of the case."""
    if not case.answering_id:
        return
    accounts = User.objects.filter(person_id=case.answering_id, is_active=True)
    for key in accounts.values_list("pk", flat=True):
        notify_many(
            user_ids=[key],
            kind=KIND,
            dedupe=f"case:{case.pk}:own:{occasion}",
            title=title,
            body=gettext_noop("Until %(day)s.") if on else "",
            params={"code": case.code, "day": as_date(on) if on else ""},
            url=f"/discipline/mine/{case.code}/",
            by=by,
            told_as=ToldAs.CONCERNED,
            code=case.code,
            due_on=on,
        )


def _tell(
    users: Iterable[int], case: Case, *, occasion: str, title: str, on: date | None, by: User | None, told_as: ToldAs
) -> None:
    notify_many(
        user_ids=users,
        kind=KIND,
        dedupe=f"case:{case.pk}:{occasion}",
        title=title,
        body=gettext_noop("Until %(day)s.") if on else "",
        params={"code": case.code, "day": as_date(on) if on else ""},
        url=f"/discipline/cases/{case.code}/",
        by=by,
        told_as=told_as,
        code=case.code,
        due_on=on,
    )
