"""Rounds of rotation: a plan of a unit for a period, drawn up by one and approved by another."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import ItemState
from cadres.models import RotationRound
from cadres.services import rotation_round_alerts
from cadres.services.rotation_cases import need
from cadres.services.rotation_plan import put_outside
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit


def draw_up(
    *, unit: Unit, title: str, purpose: str, begins_on: date, ends_on: date, by: User, source: str = "app"
) -> RotationRound:
    """Draw up the plan of a period.

    Raises:
        InvalidInput: a text is missing or the last day lies before the first; Forbidden, NotFound: not one's unit.

    Side effects: an alert for the nearest who may approve it, until somebody does or it is given up.
    """
    if ends_on < begins_on:
        raise InvalidInput(_("The last day lies before the first."), field="ends_on", code="ends_before_begin")
    with recorded(by=by, source=source):
        made = RotationRound(
            code=_next_code(begins_on.year),
            unit=unit,
            title=need(title, "title"),
            purpose=need(purpose, "purpose"),
            begins_on=begins_on,
            ends_on=ends_on,
            proposed_by=by,
        )
        require(by, "rotation_round.create", made)
        made.save()
        rotation_round_alerts.tell_draft([made])
        return made


def approve(
    *, round: RotationRound, document_number: str, on: date, today: date, by: User, source: str = "app"
) -> RotationRound:
    """Approve it by a document; from then on moves of the round need no second signature.

    Raises:
        Forbidden: who drew it up; InvalidInput: no document or a day ahead; StateChanged: it is no draft.
    """
    require(by, "rotation_round.approve", round)
    if on > today:
        raise InvalidInput(_("This day lies in the future."), field="on", code="day_future")
    changes = {"document_number": need(document_number, "document_number"), "approved_by": by, "approved_on": on}
    with recorded(by=by, source=source):
        done = move(round, "approve", by=by, changes=changes, source=source)
        rotation_round_alerts.settle(done, by=by)
        return done


def close(*, round: RotationRound, by: User, source: str = "app") -> RotationRound:
    """End the round; moves that are not carried out yet keep their plan.

    Raises:
        Refused: a move of it still waits for its decision; StateChanged: it is not approved.
    """
    require(by, "rotation_round.close", round)
    with recorded(by=by, source=source):
        row: RotationRound = RotationRound.objects.select_for_update().get(pk=round.pk)  # nobody plans in it meanwhile
        if row.items.filter(state=ItemState.SIGNED, decided_on__isnull=True).exists():
            # Without their number: it would tell of a move that whoever closes may not read.
            raise Refused(
                _("Moves of this round wait for a decision; decide or withdraw them first."), code="moves_wait"
            )
        return move(row, "close", by=by, source=source)


def cancel_round(*, round: RotationRound, reason: str, by: User, source: str = "app") -> RotationRound:
    """Take the plan back. What was planned under it and is not decided stands outside a plan from now on.

    Raises:
        Refused: a move of it was decided and is not carried out; StateChanged: it is over already; InvalidInput: no
            reason.

    Side effects: each planned move is withdrawn and proposed anew with the reason, for a second signature of somebody
        else than who proposed it; its case is due again. A move whose day has passed is only withdrawn.
    """
    require(by, "rotation_round.close", round)
    with recorded(by=by, source=source):
        row: RotationRound = RotationRound.objects.select_for_update().get(pk=round.pk)  # nobody plans in it meanwhile
        under_way = row.items.filter(state__in=(ItemState.PROPOSED, ItemState.SIGNED))
        if under_way.filter(decided_on__isnull=False).exists():
            raise Refused(
                _("Moves of this round were decided and are not carried out yet; close it instead."), code="moves_wait"
            )
        done = move(row, "cancel", by=by, reason=reason, source=source)
        for item in under_way.select_related("case").order_by("case_id"):
            put_outside(item=item, reason=reason, today=local_date(), source=source)
        rotation_round_alerts.settle(done, by=by)
        return done


def _next_code(year: int) -> str:
    prefix = f"DLC-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rotation-round {year}"])
    newest = RotationRound.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True)
    last = newest.first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"
