"""Role grants: proposed by one person, executed by another; or following from a post."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ALL_CITY_ROLES, GrantOrigin, GrantState, Role
from accounts.models import RoleGrant, User
from accounts.services import grant_alerts
from foundation.access import visible_to
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

UNIT_ROLES = (Role.DEPARTMENT_HEAD, Role.PERSONNEL)


def propose(
    *, user: User, role: str, unit: Unit | None, valid_from: date, valid_to: date | None, reason: str, by: User
) -> RoleGrant:
    """Propose a role for somebody; nothing changes until another person executes it.

    Raises:
        InvalidInput: a role of a unit without its unit, one of the whole city with a unit, no reason, or an end
            before the beginning.
        Refused: a role that everybody has, or a unit outside the proposer's reach.

    Side effects: an alert for those who may execute it, until somebody does or refuses.
    """
    if role == Role.CADRE:
        raise Refused(_("Everybody with an account has this role."), code="role_of_everybody", field="role")
    if role in UNIT_ROLES and unit is None:
        raise InvalidInput(_("Choose the unit this role is for."), field="unit", code="unit_missing")
    if role in ALL_CITY_ROLES and unit is not None:
        raise InvalidInput(
            _("This role is for the whole city: leave the unit empty."), field="unit", code="city_role_has_no_unit"
        )
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before_begin")
    reach = visible_to(by, Unit.objects.all(), "grant.propose")
    everywhere = visible_to(by, RoleGrant.objects.all(), "propose").query.where
    if unit is not None and not reach.filter(pk=unit.pk).exists():
        raise Refused(_("This unit lies outside your reach."), code="outside_reach", field="unit")
    if unit is None and everywhere:
        raise Refused(_("You may propose roles for your own units only."), code="outside_reach", field="unit")
    with recorded(by=by):
        made = RoleGrant.objects.create(
            user=user,
            role=role,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            proposed_by=by,
        )
        grant_alerts.tell_waiting([made])
        return made


def execute(*, grant: RoleGrant, by: User) -> RoleGrant:
    """Put a proposed grant into force; never by who proposed it, never by who receives it.

    Raises:
        Refused: proposer or receiver tries to execute it.
        StateChanged: somebody already did.
    """
    if by.pk in {grant.proposed_by_id, grant.user_id}:
        raise Refused(
            _("A grant is executed by a second person: not by its proposer, not by its receiver."),
            code="two_persons",
        )
    with recorded(by=by):
        done = move(grant, "execute", by=by, changes={"executed_by": by})
        grant_alerts.settle(done, by=by)
        return done


def refuse(*, grant: RoleGrant, reason: str, by: User) -> RoleGrant:
    """Turn a proposal down, with a reason."""
    with recorded(by=by):
        done = move(grant, "refuse", by=by, reason=reason)
        grant_alerts.settle(done, by=by)
        return done


def end(*, grant: RoleGrant, on: date, reason: str, by: User | None) -> RoleGrant:
    """End a grant, with `on` noted as its last day; access stops with the very next request."""
    return move(grant, "end", by=by, reason=reason, changes={"valid_to": max(on, grant.valid_from)})


def grant_from_post(
    *,
    user: User,
    role: str,
    unit: Unit,
    valid_from: date,
    valid_to: date | None,
    origin_key: str,
    by: User | None,
) -> RoleGrant:
    """The role that a post carries; the same post never grants twice."""
    with recorded(by=by), transaction.atomic():
        found = RoleGrant.objects.filter(origin_key=origin_key).first()
        if found is not None:
            return found
        grant = RoleGrant.objects.create(
            user=user,
            role=role,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            origin=GrantOrigin.POST,
            origin_key=origin_key,
        )
        return move(grant, "execute", by=None)


def end_from_post(*, origin_key: str, on: date, by: User | None) -> None:
    """End what a post granted; `on` is the last day of the post."""
    for grant in RoleGrant.objects.filter(origin_key=origin_key, state=GrantState.ACTIVE):
        with recorded(by=by):
            RoleGrant.objects.filter(pk=grant.pk).update(valid_to=max(on, grant.valid_from))


def grant_at_setup(*, user: User, role: str, unit: Unit | None, valid_from: date) -> RoleGrant:
    """A first grant, when nobody is there yet who could propose one: set-up and demo data only."""
    with recorded(by=None, source="command"):
        grant = RoleGrant.objects.create(
            user=user, role=role, unit=unit, valid_from=valid_from, origin=GrantOrigin.SETUP
        )
        return move(grant, "execute", by=None, source="command")
