"""What a team left open after the last day of its decision: the committee's officers take it over, without a tie."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.above import officers
from foundation.audit.record import recorded
from foundation.notifications.notify import mark_handled, told_together
from foundation.workflow.errors import Forbidden
from inspections.models import Inspection, Remedy
from inspections.selectors.conflicts import conflicts_with
from inspections.services.telling import alert_key, tell_team
from inspections.visit_enums import ExtensionState, RemedyState


def left_open(*, on: date) -> QuerySet[Remedy]:
    """Remedies that wait for the word of a team whose days are over: reported, or more time asked for."""
    waits = Q(state=RemedyState.REPORTED) | Q(state=RemedyState.OPEN, extension=ExtensionState.ASKED)
    return Remedy.objects.filter(waits, notice__inspection__team__valid_to__lt=on).order_by("id")


def hand_over(*, ids: Sequence[int], on: date) -> int:
    """Tell the officers of these remedies, each once; members, who have no powers any more, keep no line of them."""
    rows = left_open(on=on).filter(pk__in=ids).select_related("notice__inspection__team").prefetch_related("reports")
    taking_over = set(officers(on))
    with recorded(by=None, source="task"), told_together():
        for row in rows:
            visit, waits = row.notice.inspection, []
            if row.state == RemedyState.REPORTED:
                waits.append(("reported", f"{row.pk}-{max((one.number for one in row.reports.all()), default=0)}"))
            if row.extension == ExtensionState.ASKED:
                waits.append(("extension", f"ask-{row.pk}"))
            for occasion, key in waits:
                tell_team(visit, occasion=occasion, today=on, key=key)
                gone = set(visit.member_ids) - taking_over
                mark_handled(dedupe_prefix=alert_key(visit, occasion, key), by=None, user_ids=gone)
    return len(ids)


def is_tied(visit: Inspection, user: User, *, on: date) -> bool:
    """Whether somebody from outside the team has a tie to the unit; members were looked at when they were called.

    After the team's last day nobody acts as its member any more, and everybody is looked at anew.
    """
    called = {*visit.member_ids, *visit.team.leader_ids} if visit.team.valid_to >= on else set[int]()
    if user.person_id is None or user.pk in called:
        return False
    return user.person_id in visit.barred_ids or bool(
        conflicts_with(visit.unit, [user.person_id], on=on, months=visit.team.cooling_months)
    )


def refuse_tied(visit: Inspection, user: User, *, on: date) -> None:
    """Raises Forbidden where `is_tied`."""
    if is_tied(visit, user, on=on):
        raise Forbidden(_("You cannot decide on this: you have a tie to the unit."), code="conflict_own")
