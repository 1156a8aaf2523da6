"""Who hears of a replacement: officers of a suggestion and of its terms, the person once it is proposed and decided."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.grants import in_force
from discipline.models import Replacement
from foundation.audit.context import Actor
from foundation.notifications.notify import mark_handled, notify_many


def page(row: Replacement) -> str:
    return f"/discipline/replacements/{row.code}/"


def officers(row: Replacement) -> set[int]:
    """Officers of the organisation committee, but for the person concerned and whoever is kept out of its cases."""
    grants = in_force(timezone.localdate()).filter(role=Role.ORGANIZATION_COMMITTEE, user__is_active=True)
    out = {row.person_id, *row.barred_ids}
    return {user for user, person in grants.values_list("user_id", "user__person_id") if person not in out}


def tell_suggested(row: Replacement) -> None:
    _tell(row, officers(row), "suggested", gettext_noop("A watch rule asks you to look at %(code)s"))


def tell_proposed(row: Replacement, *, by: Actor) -> None:
    mark_handled(dedupe_prefix=f"replacement:{row.pk}", by=by)
    _tell(row, officers(row) - {by.pk}, "proposed", gettext_noop("Replacement %(code)s waits for a decision"), by=by)
    _tell(
        row, _subject(row), "told", gettext_noop("A measure on your post was proposed: %(code)s"),
        body=gettext_noop("You may give your opinion before it is decided."),
    )  # fmt: skip


def tell_decided(row: Replacement, *, by: Actor) -> None:
    mark_handled(dedupe_prefix=f"replacement:{row.pk}", by=by)
    told = _subject(row) | ({row.proposed_by_id} if row.proposed_by_id else set())
    _tell(row, told, "decided", gettext_noop("Replacement %(code)s was decided"), by=by)


def tell_rejected(row: Replacement, *, by: Actor) -> None:
    mark_handled(dedupe_prefix=f"replacement:{row.pk}", by=by)
    if row.proposed_by_id is not None:
        _tell(row, {row.proposed_by_id}, "rejected", gettext_noop("Replacement %(code)s was not followed"), by=by)


def tell_due(row: Replacement, due_on: date) -> None:
    """The term to propose or to decide is near or over; once for each day of a term."""
    title = gettext_noop("The term of replacement %(code)s ends on %(day)s")
    _tell(row, officers(row), f"due:{due_on.isoformat()}", title, params={"day": f"{due_on:%d/%m/%Y}"}, due_on=due_on)


def _subject(row: Replacement) -> set[int]:
    return set(User.objects.filter(person_id=row.person_id, is_active=True).values_list("pk", flat=True))


def _tell(row: Replacement, users: set[int], what: str, title: str, **more: Any) -> None:
    if users:
        notify_many(
            user_ids=users,
            kind=f"replacement.{what.partition(':')[0]}",
            dedupe=f"replacement:{row.pk}:{what}",
            title=title,
            params={"code": row.code, **more.pop("params", {})},
            url=page(row),
            code=row.code,
            **more,
        )
