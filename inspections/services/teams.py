"""Teams: the decision is written down, its members are named, another officer puts it in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.access.identity import identity_of
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from inspections.enums import STARTED, DutyRole, TeamRole, TeamState
from inspections.models import Duty, Inspection, Team, TeamMember
from inspections.selectors.conflicts import ties_among
from inspections.services.drafting import write_conflict
from organization.models import Unit

LEADING = (TeamRole.LEADER, TeamRole.DEPUTY)
EDITABLE = (
    "title", "signed_by", "valid_to", "notice_days", "verify_days", "reveal_minutes", "cooling_months", "remind_days",
)  # fmt: skip
MOST_DAYS = 60


def write_team(
    *,
    number: str,
    title: str,
    decided_on: date,
    signed_by: str,
    unit: Unit,
    scope: Unit,
    valid_from: date,
    valid_to: date,
    by: User,
    source: str = "app",
    **parameters: Any,
) -> Team:
    """Write down the decision on a team; it gives nobody a right until another officer puts it in force.

    Args:
        unit: the body that decided.
        scope: the unit whose whole subtree the team may inspect.
        parameters: deadlines and other numbers of the decision (see EDITABLE).

    Raises:
        InvalidInput: a text is missing, a day lies before another, a number is out of range.
        Refused: a decision of that number is written down already.
    """
    require(by, "team.create")
    _check_days(decided_on, valid_from, valid_to)
    fields = {
        name: _need(value, name) for name, value in (("number", number), ("title", title), ("signed_by", signed_by))
    }
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                return Team.objects.create(
                    **fields,
                    **_checked(parameters),
                    decided_on=decided_on,
                    unit=unit,
                    scope=scope,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    created_by=by,
                )
        except IntegrityError as error:
            raise Refused(_("A decision of this number is written down already."), code="team_twice") from error


def edit_team(*, team: Team, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app") -> Team:
    """Change a decision that is not in force yet.

    Raises:
        Refused: it is in force or ended; InvalidInput; StaleVersion.
    """
    require(by, "team.update", team)
    if team.state != TeamState.DRAFT:
        raise Refused(_("A decision in force is not edited: a later decision changes it."), code="team_in_force")
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    _check_days(team.decided_on, team.valid_from, changes.get("valid_to", team.valid_to))
    with recorded(by=by, source=source):
        return update_version(team, version=version, changes=_checked(changes))


def name_member(
    *,
    team: Team,
    user: User,
    role: str,
    since: date,
    scope_note: str = "",
    powers: str = "",
    by: User,
    source: str = "app",
) -> TeamMember:
    """Name somebody in the team, with field of work and powers as the decision has them.

    Raises:
        InvalidInput: the account lacks the role that makes the name mean something, or the day lies outside.
        Refused: the person is in the team, the team has a head already, or it is over.
    """
    require(by, "team.name", team)
    if team.state == TeamState.ENDED:
        raise Refused(_("The team is over."), code="team_over")
    if role not in TeamRole.values:
        raise InvalidInput(_("Choose one of the roles."), field="role", code="unknown_choice")
    identity = identity_of(user)
    if not identity.has("TL") and (role in LEADING or not identity.has("TM")):
        raise InvalidInput(
            _("This account needs the role of a team lead or team member first."), field="user", code="role_missing"
        )
    if not team.valid_from <= since <= team.valid_to:
        raise InvalidInput(
            _("The day lies outside the validity of the decision."), field="since", code="outside_validity"
        )
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                made = TeamMember.objects.create(
                    team=team, user=user, role=role, since=since, scope_note=scope_note, powers=powers, added_by=by
                )
        except IntegrityError as error:
            if TeamMember.objects.filter(team=team, user=user, ended_on__isnull=True).exists():
                raise Refused(_("This person is in the team already."), field="user", code="member_twice") from error
            raise Refused(_("A team has one head."), field="role", code="head_twice") from error
        _keep_out_of_own(team, user, on=since)
    team.refresh_from_db()
    return made


def _keep_out_of_own(team: Team, user: User, *, on: date) -> None:
    """Whoever comes to a team has no part in its visits of units there is a tie to, although they began before."""
    if user.person_id is None:
        return
    running = Inspection.objects.filter(team=team, state__in=STARTED).exclude(state="closed").select_related("unit")
    for visit, ground in ties_among(running, user.person_id, on=on, months=team.cooling_months):
        write_conflict(visit, user.person_id, ground, by=None)


def end_member(*, member: TeamMember, on: date, reason: str, by: User, source: str = "app") -> TeamMember:
    """Take somebody out of the team, and out of every inspection of it that is not closed; the row stays.

    A visit that has begun keeps a lead: whoever was called first of the others leads it.

    Raises:
        InvalidInput: no reason, or a day before the first; Refused: already out, or leads a visit nobody else is on.
    """
    require(by, "team_member.end", member)
    if member.ended_on is not None:
        raise Refused(_("This person is out of the team already."), code="member_out")
    if on < member.since:
        raise InvalidInput(_("The day lies before the first day in the team."), field="on", code="ends_before_begin")
    with recorded(by=by, source=source):
        member.ended_on, member.reason = on, _need(reason, "reason")
        member.save(update_fields=["ended_on", "reason"])
        called = Duty.objects.filter(inspection__team=member.team, user=member.user, ended_on__isnull=True)
        for duty in called.exclude(inspection__state="closed").order_by("id"):
            _step_back(duty, on=on, reason=member.reason)
    return member


def _step_back(duty: Duty, *, on: date, reason: str) -> None:
    leads = duty.role == DutyRole.LEAD and duty.inspection.state in STARTED
    others = Duty.objects.filter(inspection=duty.inspection, ended_on__isnull=True).exclude(pk=duty.pk)
    follows = others.order_by("called_at", "id").first()
    if leads and follows is None:
        raise Refused(_("This person leads a visit that is not closed, and nobody else is on it."), code="lead_alone")
    duty.ended_on, duty.end_reason = on, reason
    duty.save(update_fields=["ended_on", "end_reason"])
    if leads and follows is not None:
        follows.role = DutyRole.LEAD
        follows.save(update_fields=["role"])


def enact_team(*, team: Team, by: User, source: str = "app") -> Team:
    """Put the team in force.

    Raises:
        Forbidden: who wrote it down; Refused: it has no head; StateChanged.
    """
    require(by, "team.enact", team)
    if not team.members.filter(role=TeamRole.LEADER, ended_on__isnull=True).exists():
        raise Refused(_("Name the head of the team first."), code="team_without_head")
    return move(team, "enact", by=by, changes={"enacted_by": by}, source=source)


def end_team(*, team: Team, on: date, reason: str, by: User, source: str = "app") -> Team:
    """End the team before its last day: that day becomes the last, and whoever is called learns no target any more."""
    require(by, "team.end", team)
    last = min(team.valid_to, max(team.valid_from, on))
    with recorded(by=by, source=source):
        done = move(
            team, "end", by=by, reason=reason, changes={"end_reason": reason.strip()[:300], "valid_to": last},
            source=source,
        )  # fmt: skip
        called = Duty.objects.filter(inspection__team=team, inspection__state="assigned", ended_on__isnull=True)
        called.update(ended_on=on, end_reason=done.end_reason)
    return done


def _need(value: str, field: str) -> str:
    text = str(value or "").strip()
    if not text:
        raise InvalidInput(_("This field is needed."), field=field, code="required")
    return text


def _check_days(decided_on: date, valid_from: date, valid_to: date) -> None:
    if valid_to < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before_begin")
    if valid_from < decided_on:
        raise InvalidInput(
            _("A team begins on the day of its decision at the earliest."), field="valid_from", code="begins_too_early"
        )


def _checked(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of the decision, each within what its column allows."""
    checked = {}
    for name, value in parameters.items():
        if name not in EDITABLE:
            raise InvalidInput(_("This field is not known or cannot be set."), field=name, code="unknown_field")
        most = {"reveal_minutes": 120, "cooling_months": 120}.get(name, MOST_DAYS)
        numbers = value if name == "remind_days" else [value] if isinstance(value, int) else []
        if any(not 0 <= number <= most for number in numbers):
            raise InvalidInput(_("Between 0 and %(most)d.") % {"most": most}, field=name, code="out_of_range")
        checked[name] = _need(value, name) if name in ("title", "signed_by") else value
    return checked
