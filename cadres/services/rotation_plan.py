"""Lines of a rotation plan: proposed for a case, adopted with an approved round or countersigned by somebody else."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import STAGES, ItemState, RotationState, RoundState
from cadres.models import Person, Position, RotationCase, RotationItem, RotationRound
from cadres.rules.rotation import Limit
from cadres.services import rotation_alerts as alerts
from cadres.services.postings import refuse_unit_outside_its_days
from cadres.services.rotation_cases import in_state, need, taken
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit


def managed(case: RotationCase) -> bool:
    """Whether the post is managed above the unit: then the organisation committee plans and decides."""
    return case.posting.position.managing_level != "unit"


def require_act(by: User, act: str, case: RotationCase) -> None:
    """Ask the matrix for an act that is another one where the post is managed above the unit."""
    require(by, f"rotation_case.{act}_managed" if managed(case) else f"rotation_case.{act}", case)


def propose_item(
    *,
    case: RotationCase,
    destination: Unit,
    position: Position,
    move_on: date,
    legal_basis: str,
    hand_over_to: Person,
    today: date,
    by: User,
    successor: Person | None = None,
    round: RotationRound | None = None,
    reason: str = "",
    source: str = "app",
) -> RotationItem:
    """Plan a move. In an approved round the case is planned at once; outside a plan somebody else signs first.

    The second signature and the reason are asked of every move outside a plan, whoever it concerns: the demand tells
    nothing about the person.

    Raises:
        InvalidInput: no reason outside a plan, no legal basis, a day that has passed or lies before the least term.
        Refused: the case is not waiting for a plan, the round is not approved, the day lies outside it or the unit is
            not there; the move would not end the stay; the successor or who takes over is the person.
    """
    with recorded(by=by, source=source):
        if round is not None:  # as it stands now: it may have been taken back since it was chosen
            round = RotationRound.objects.select_for_update(of=("self",)).select_related("unit").get(pk=round.pk)
        row = taken(case, by=by, act="rotation_item.propose", of=RotationItem)
        require_act(by, "plan", row)
        in_state(row, *STAGES)
        if row.items.filter(state=ItemState.PROPOSED).exists():
            raise Refused(_("A move was proposed already and waits for its second signature."), code="item_waits")
        check_day(row, move_on, today, round)
        _check_place(row, destination, position, move_on)
        if row.person_id in (hand_over_to.pk, successor.pk if successor else 0):
            raise Refused(_("Somebody else takes over."), code="takes_over_oneself", field="hand_over_to")
        made = RotationItem.objects.create(
            case=row,
            round=round,
            destination=destination,
            position=position,
            move_on=move_on,
            legal_basis=need(legal_basis, "legal_basis"),
            successor=successor,
            hand_over_to=hand_over_to,
            reason=reason.strip() if round is not None else need(reason, "reason"),
            proposed_by=by,
        )
        if round is not None:
            _plan(made, row, "adopt", by=by, source=source)
        else:
            alerts.tell_second_signature(row, item=made.pk, by=by)
        return made


def countersign(*, item: RotationItem, reason: str, today: date, by: User, source: str = "app") -> RotationItem:
    """The second signature of a move outside a plan, with a reason of its own.

    Raises:
        Forbidden: who proposed it, or is concerned; StateChanged: it was settled; InvalidInput: no reason.
    """
    with recorded(by=by, source=source):
        row = taken(item.case, by=by, act="rotation_item.countersign", of=RotationItem)
        fresh = fresh_item(item, row)
        in_state(row, *STAGES)
        if fresh.round_id is not None:
            raise Refused(_("A move of a round needs no second signature."), code="in_a_round")
        if fresh.move_on < today:
            raise Refused(_("The day of the move has passed: propose it anew."), code="move_past")
        _plan(fresh, row, "countersign", by=by, reason=need(reason, "reason"), source=source)
        return fresh


def refuse_item(*, item: RotationItem, reason: str, by: User, source: str = "app") -> RotationItem:
    """Do not sign; the case stays where it is."""
    with recorded(by=by, source=source):
        row = taken(item.case, by=by, act="rotation_item.countersign", of=RotationItem)
        done: RotationItem = move(fresh_item(item, row), "refuse", by=by, reason=reason, source=source)
        alerts.settle(row, by=by)
        return done


def withdraw_item(*, item: RotationItem, reason: str, by: User, source: str = "app") -> RotationItem:
    """Take a proposal or a plan back before the decision; a planned case is due again.

    Raises:
        Refused: the move was decided; StateChanged: it was settled; InvalidInput: no reason.
    """
    with recorded(by=by, source=source):
        row = taken(item.case, by=by, act="rotation_item.propose", of=RotationItem)
        fresh = fresh_item(item, row)
        if row.state == RotationState.DECIDED:
            raise Refused(_("The move was decided."), code="decided")
        done: RotationItem = move(fresh, "withdraw", by=by, reason=reason, source=source)
        if row.state in (RotationState.PLANNED, RotationState.ANNOUNCED):
            move(row, "drop_plan", by=by, reason=reason, source=source)
        alerts.settle(row, by=by)
        return done


def put_outside(*, item: RotationItem, reason: str, today: date, source: str = "app") -> RotationItem | None:
    """The plan of this move was taken back: withdrawn and, unless its day has passed, put up for a second signature.

    Signed by the system: who takes a plan back does not act in each of its cases, least of all in the own one. The
    new line is that of whoever proposed the old one, who therefore does not sign it again.
    """
    row = taken(item.case, by=None)
    old = fresh_item(item, row)
    if row.state == RotationState.DECIDED or old.decided_on is not None:  # decided while the plan was taken back
        raise Refused(
            _("Moves of this round were decided and are not carried out yet; close it instead."), code="moves_wait"
        )
    move(old, "withdraw", by=None, reason=reason, source=source)
    if row.state in (RotationState.PLANNED, RotationState.ANNOUNCED):
        move(row, "drop_plan", by=None, reason=reason, source=source)
    alerts.settle(row, by=None)
    if old.move_on < today:
        return None
    words = {"code": old.round.code if old.round is not None else "", "reason": reason.strip()}
    kept = ("destination", "position", "move_on", "legal_basis", "successor", "hand_over_to", "proposed_by")
    made: RotationItem = RotationItem.objects.create(
        case=row,
        reason=old.reason or _("The plan %(code)s was taken back: %(reason)s") % words,
        **{name: getattr(old, name) for name in kept},
    )
    alerts.tell_second_signature(row, item=made.pk, by=old.proposed_by)
    return made


def fresh_item(item: RotationItem, case: RotationCase) -> RotationItem:
    """The line as it stands now, with the locked case."""
    row: RotationItem = (
        RotationItem.objects.select_for_update(of=("self",))
        .select_related("destination", "position", "hand_over_to", "successor")
        .get(pk=item.pk)
    )
    row.case = case
    return row


def standing_item(case: RotationCase) -> RotationItem:
    """The line in force of a planned case."""
    return fresh_item(case.items.get(state=ItemState.SIGNED), case)


def _plan(item: RotationItem, case: RotationCase, act: str, *, by: User, source: str, reason: str = "") -> None:
    changes: dict[str, Any] = {"signed_by": by, "signed_at": timezone.now()}
    move(item, act, by=by, reason=reason, changes=changes, source=source)
    move(case, "plan", by=by, details={"item": item.pk, "outside_a_plan": item.round_id is None}, source=source)
    alerts.settle(case, by=by)
    alerts.settle_post(case, by=by)


def check_day(case: RotationCase, move_on: date, today: date, round: RotationRound | None) -> None:
    """Refuse a day that has passed, lies before the least term of the rule, or outside the round."""
    if move_on < today:
        raise InvalidInput(_("The day of the move has passed."), field="move_on", code="move_past")
    if case.min_on is not None and move_on < case.min_on:
        raise InvalidInput(
            _("By the rule nobody is moved from this post before %(day)s.") % {"day": f"{case.min_on:%d/%m/%Y}"},
            field="move_on",
            code="below_minimum",
        )
    if round is None:
        return
    if round.state != RoundState.APPROVED:
        raise Refused(_("The round is not approved."), code="round_not_approved", field="round")
    if not round.begins_on <= move_on <= round.ends_on:
        raise InvalidInput(_("The day lies outside the round."), field="move_on", code="outside_the_round")
    if not case.unit.path.startswith(round.unit.path):
        raise Refused(_("The round is of another unit."), code="round_elsewhere", field="round")


def _check_place(case: RotationCase, destination: Unit, position: Position, move_on: date) -> None:
    refuse_unit_outside_its_days(unit=destination, begins=move_on, ends=None)
    limit, held = Limit.read(case.rule.value), case.posting
    stays = destination.pk == held.unit_id or not limit.same_unit
    same_field = position.sensitive_field == held.position.sensitive_field or not limit.same_field
    if stays and same_field and position.kind in limit.kinds:
        raise Refused(
            _("This is the same group of posts in the same place: the time would go on."),
            code="no_move",
            field="destination",
        )
