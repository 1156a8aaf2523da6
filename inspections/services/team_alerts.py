"""Alerts of teams by night: the decision ends soon, and with it the power to inspect."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from foundation.notifications.enums import ToldAs
from foundation.notifications.policies import policies_on
from foundation.notifications.raising import New, Told, raise_alerts
from foundation.notifications.sources import Source
from foundation.notifications.wording import as_date
from foundation.outbox.chunks import CHUNK
from inspections.enums import TeamState
from inspections.models import Team
from inspections.selectors.alerts import teams_standing

DAYS_BEFORE = (30, 7)


def ending_soon(*, on: date) -> QuerySet[Team]:
    """Teams in force whose decision ends within the longest reminder of the policy."""
    days = max(policies_on(on).offsets("inspection.team", DAYS_BEFORE))
    rows = Team.objects.filter(state=TeamState.IN_FORCE, valid_to__gte=on, valid_to__lte=on + timedelta(days=days))
    return rows.order_by("id")


def night(on: date) -> int:
    """Every team whose decision ends soon."""
    ids = list(ending_soon(on=on).values_list("pk", flat=True))
    chunks = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return sum(raise_team_alerts(ids=chunk, on=on) for chunk in chunks)


def raise_team_alerts(*, ids: Sequence[int], on: date) -> int:
    """Tell leader and deputy of at most 500 teams, once for each day of the policy. Returns the new alerts.

    The alert names the decision, never a unit: what a team is about to inspect is nobody's to read from it.
    """
    policies = policies_on(on)
    offsets = policies.offsets("inspection.team", DAYS_BEFORE)
    wanted = []
    for team in Team.objects.filter(pk__in=ids, state=TeamState.IN_FORCE).order_by("id"):
        left = (team.valid_to - on).days
        passed = [place for place, days in enumerate(offsets, 1) if 0 <= left <= days]
        if passed:
            wanted.append(_new(team, passed[-1], left, on))
    return raise_alerts(wanted, on=on, policies=policies)


def _new(team: Team, step: int, left: int, on: date) -> New:
    return New(
        key=f"team:{team.pk}:ends:{team.valid_to}:{step}",
        kind="inspection.team",
        told=tuple(Told(user_id, ToldAs.HANDLER) for user_id in team.leader_ids),
        title=gettext_noop("The decision of team %(number)s ends on %(day)s"),
        series=f"team:{team.pk}:{team.valid_to}",
        step=step,
        code=team.number,
        due_on=team.valid_to,
        inputs={"due_on": team.valid_to.isoformat(), "on": on.isoformat()},
        body=gettext_noop("After that day the team has no power: ask for a new decision in time."),
        params={"number": team.number, "day": as_date(team.valid_to)},
        ends_when=gettext_noop("Ends with the day, or when the team is ended."),
    )


TEAM_SOURCE = Source("team", _("Teams"), rules={"ends:*": "inspection.team"}, standing=teams_standing, night=night)
