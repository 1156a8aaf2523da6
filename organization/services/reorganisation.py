"""Reorganising units: an order is drafted, looked at, confirmed, and carried out on its day, whole or not at all."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.notify import notify
from foundation.outbox.queue import enqueue
from foundation.workflow.errors import DomainError, InvalidInput, StaleVersion, VersionMissing
from organization.carrying import Foreseen, Plan, Target
from organization.enums import ReorganisationState, SuccessionKind
from organization.models import Reorganisation, Unit, UnitSuccession
from organization.rules.order import Order
from organization.rules.words import collapsed
from organization.services.reorganisation_plan import foresee, parent_of, plan_of
from organization.services.succession import hand_over
from organization.services.tree import lock_tree, rehang
from organization.services.units import create_division, create_successor

AT_ONCE = 500
"""More people than this move in a job of the worker, with a notice at its end."""
TASK = "organization.reorganise"


def draft(
    *, order: Order, effective_on: date, legal_basis: str, decided_on: date, by: Actor | None, today: date
) -> Reorganisation:
    """Keep an order that could be carried out as it stands, to be looked at.

    Raises:
        InvalidInput: the number or date of the decision is missing or cannot be; as plan_of.
        Refused: as plan_of.
    """
    basis = _basis(legal_basis, decided_on, today)
    plan_of(order=order, effective_on=effective_on, basis=basis)
    with recorded(by=by):
        return Reorganisation.objects.create(
            kind=order.kind,
            effective_on=effective_on,
            legal_basis=basis,
            decided_on=decided_on,
            content=order.to_json(),
            created_by_id=by.pk if by is not None else None,
        )


def change(
    *,
    row: Reorganisation,
    version: int | None,
    by: Actor | None,
    today: date,
    order: Order | None = None,
    effective_on: date | None = None,
    legal_basis: str | None = None,
    decided_on: date | None = None,
) -> Reorganisation:
    """Write the draft anew; what is not given stays.

    Raises:
        InvalidInput, Refused: as draft. StaleVersion / VersionMissing: as every edit.
    """
    _refuse_state(row, ReorganisationState.DRAFT)
    wanted = order or Order.from_json(row.content)
    day, decided = effective_on or row.effective_on, decided_on or row.decided_on
    basis = _basis(row.legal_basis if legal_basis is None else legal_basis, decided, today)
    plan_of(order=wanted, effective_on=day, basis=basis, but=row.pk)
    changes = {
        "kind": wanted.kind, "content": wanted.to_json(), "effective_on": day, "legal_basis": basis,
        "decided_on": decided, "problem": "",
    }  # fmt: skip
    with recorded(by=by):
        changed: Reorganisation = update_version(row, version=version, changes=changes)
        return changed


def confirm(
    *, row: Reorganisation, version: int | None, fingerprint: str, by: Actor, today: date, at_once: int = AT_ONCE
) -> Reorganisation:
    """Put the order into effect: now, or on its day when that is still to come.

    Args:
        fingerprint: of the preview the person saw; when something else would happen by now, nothing does.
        at_once: up to so many people are moved in this very transaction, more by a job.

    Raises:
        StaleVersion: the draft or what it would do has changed. Refused: as plan_of and the rooms that carry over.

    Side effects: successions, units, posts, grants, assignments, open months; one notice to who confirmed.
    """
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    with recorded(by=by):
        lock_tree()
        locked = Reorganisation.objects.select_for_update().get(pk=row.pk)
        if locked.row_version != version:
            raise StaleVersion(_("Somebody else saved this first. Load the page again."))
        plan = plan_for(locked)
        rooms, _lines, now = foresee(plan)
        if now != fingerprint:
            raise StaleVersion(_("What would happen has changed since you looked. Look at it again, then confirm."))
        people = len(plan.people)
        move(
            locked, "confirm", by=by,
            changes={"confirmed_by": by, "confirmed_at": timezone.now(), "people": people, "problem": ""},
        )  # fmt: skip
        if plan.effective_on > today or people > at_once:
            begins = timezone.make_aware(datetime.combine(plan.effective_on, time(0, 1)))
            enqueue(
                TASK,
                key=f"{TASK}:{row.pk}:{locked.row_version}",
                payload={"reorganisation": row.pk},
                not_before=begins if plan.effective_on > today else None,
                by=by,
            )
            return locked
        _carry_out(locked, plan, rooms, by=by)
        return locked


def cancel(*, row: Reorganisation, version: int | None, reason: str, by: Actor) -> Reorganisation:
    """Give the order up before its day; it stays on file with the reason."""
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    with recorded(by=by):
        locked = Reorganisation.objects.select_for_update().get(pk=row.pk)
        if locked.row_version != version:
            raise StaleVersion(_("Somebody else saved this first. Load the page again."))
        return move(locked, "cancel", by=by, reason=reason)


def carry_out_confirmed(*, pk: int, on: date) -> Reorganisation | None:
    """The worker's part: carry out a confirmed order whose day has come; safe to run twice and at once.

    Where a rule says no by now, nothing is done and the order comes back as a draft with the reason.
    """
    found = Reorganisation.objects.select_related("confirmed_by").get(pk=pk)
    by = found.confirmed_by
    with recorded(by=by, source="task"):
        lock_tree()
        row = Reorganisation.objects.select_for_update().get(pk=pk)
        if row.state != ReorganisationState.CONFIRMED or row.effective_on > on:
            return None
        try:
            with transaction.atomic():
                plan = plan_for(row)
                rooms, _lines, _print = foresee(plan)
                _carry_out(row, plan, rooms, by=by)
        except DomainError as refusal:
            row = Reorganisation.objects.get(pk=pk)
            move(row, "give_back", by=None, changes={"problem": str(refusal)[:400]}, source="task")
            _tell(row, gettext_noop("A reorganisation could not take effect on %(day)s: look at it again"))
        return row


def plan_for(row: Reorganisation) -> Plan:
    """What the order would do as things stand."""
    return plan_of(order=Order.from_json(row.content), effective_on=row.effective_on, basis=row.basis, but=row.pk)


def _carry_out(row: Reorganisation, plan: Plan, rooms: list[Foreseen], *, by: Actor | None) -> None:
    units = dict(plan.found)
    above = parent_of(plan.units)
    for place, part in enumerate(plan.order.parts):
        if part.unit_id is None:
            units[place, ""] = create_successor(
                like=plan.units[0], parent=above, code=part.code, name=part.name, name_en=part.name_en,
                short_name=part.short_name, valid_from=plan.effective_on, by=by,
            )  # fmt: skip
    for target in sorted(plan.new_divisions, key=lambda key: (key[0], key[1].count("/"), key[1])):
        part_no, division = target
        over = units[part_no, division.rpartition("/")[0]]
        named = plan.new_divisions[target]
        units[target] = create_division(unit=over, name=named, by=by, valid_from=plan.effective_on)
    rehang({body.pk: units[place, ""].pk for body, place in plan.bodies})
    for room in rooms:
        room.carry(units, by)
    successors: list[Unit | None] = [units[place, ""] for place in range(len(plan.order.parts))]
    pairs = [(unit, successor) for unit in plan.units for successor in successors or [None]]
    hand_over(
        pairs, SuccessionKind(plan.order.kind), effective_on=plan.effective_on, by=by, legal_basis=plan.basis[:200]
    )
    _link_divisions(plan, units)
    move(row, "carry_out", by=by, changes={"done_at": timezone.now(), "people": len(plan.people)})
    if row.effective_on != row.decided_on or len(plan.people) > AT_ONCE:
        _tell(row, gettext_noop("The reorganisation of %(day)s was carried out"))


def _link_divisions(plan: Plan, units: Mapping[Target, Unit]) -> None:
    """Each old division leads to the one that took over."""
    UnitSuccession.objects.bulk_create(
        UnitSuccession(
            predecessor=plan.old[pk],
            successor=units[target],
            effective_on=plan.effective_on,
            kind=plan.order.kind,
            legal_basis=plan.basis[:200],
        )
        for pk, target in plan.where.items()
        if plan.lasting and target[1]
    )


def _tell(row: Reorganisation, title: str) -> None:
    if row.confirmed_by_id is not None:
        notify(
            user_id=row.confirmed_by_id,
            kind="reorganisation",
            dedupe=f"reorganisation:{row.pk}:{row.row_version}",
            title=title,
            params={"day": f"{row.effective_on:%d/%m/%Y}"},
            url=reverse("organization:reorganisation", args=[row.pk]),
        )


def _basis(text: str, decided_on: date, today: date) -> str:
    basis = collapsed(text)
    if not basis or len(basis) > 160:
        raise InvalidInput(
            _("Give the number of the decision, at most 160 characters."), field="legal_basis", code="basis_missing"
        )
    if decided_on > today:
        raise InvalidInput(_("The decision cannot be dated after today."), field="decided_on", code="decided_later")
    return basis


def _refuse_state(row: Reorganisation, state: str) -> None:
    if row.state != state:
        raise StaleVersion(_("Somebody else saved this first. Load the page again."))
