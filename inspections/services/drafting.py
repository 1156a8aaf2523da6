"""An inspection before its team is called: drafted, edited, approved, sent back, called off; all of it sealed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import Forbidden, InvalidInput, Refused
from inspections.enums import Content, InspectionKind, InspectionState, KnowerGround
from inspections.models import Conflict, Duty, Inspection, Knower, Team
from inspections.selectors.conflicts import conflicts_with
from inspections.selectors.overlaps import overlaps
from inspections.services.clock import database_now
from organization.models import Unit
from organization.rules.validity import in_force_on

EDITABLE = ("unit", "kind", "contents", "basis", "overlap_note")


def draft_inspection(
    *,
    team: Team,
    unit: Unit,
    kind: str,
    contents: Sequence[str],
    basis: str,
    approver: User,
    overlap_note: str = "",
    on: date,
    by: User,
    source: str = "app",
) -> Inspection:
    """Draft an inspection; from now on its author and the named approver know the target, and nobody else.

    Args:
        basis: what it rests on: item of the programme, number of the direction, of the complaint.
        approver: one of those who lead the team, not the author.
        overlap_note: why a planned inspection goes ahead although it overlaps with another.

    Raises:
        InvalidInput: a field is missing or outside the team's scope; the approver does not lead the team.
        Refused: the team is not in force; author or approver has a tie to the unit; an overlap nobody answers for.

    Side effects: nobody is told anything: a notice would say that there is something to tell.
    """
    require(by, "team.inspect", team)
    if not team.in_force(on):
        raise Refused(_("The decision on the team is not in force today."), code="team_not_in_force")
    if approver.pk not in team.leader_ids or approver.pk == by.pk:
        raise InvalidInput(
            _("Choose somebody else who leads the team to approve it."), field="approver", code="approver_unfit"
        )
    fields = {"unit": unit, "kind": kind, "contents": list(contents), "basis": basis, "overlap_note": overlap_note}
    written = _checked(team, fields, by=by, on=on)
    _refuse_tied(team, unit, [approver], on=on)
    with recorded(by=by, source=source):
        made = Inspection.objects.create(team=team, created_by=by, **written)
        now = database_now()
        for user, ground in ((by, KnowerGround.CREATOR), (approver, KnowerGround.APPROVER)):
            Knower.objects.create(inspection=made, user=user, ground=ground, since=now)
    made.refresh_from_db()
    return made


def edit_inspection(
    *,
    inspection: Inspection,
    version: int | None,
    changes: Mapping[str, Any],
    on: date,
    by: User,
    source: str = "app",
) -> Inspection:
    """Change a draft; turned to another unit it forgets who had a tie to the first, and finds the others at approval.

    Raises:
        Refused: it is approved already, or somebody who knows of it has a tie to the unit; InvalidInput; StaleVersion.
    """
    require(by, "inspection.update", inspection)
    if inspection.state != InspectionState.DRAFT:
        raise Refused(_("Only a draft can be changed: send it back first."), code="not_a_draft")
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    current = {name: getattr(inspection, name) for name in EDITABLE}
    written = _checked(inspection.team, current | dict(changes), by=by, on=on, but=inspection.pk)
    turned = written["unit"].pk != inspection.unit_id
    if turned:
        _refuse_tied(inspection.team, written["unit"], User.objects.filter(pk__in=inspection.knower_ids), on=on)
    with recorded(by=by, source=source):
        changed = update_version(inspection, version=version, changes={name: written[name] for name in changes})
        if turned:
            Conflict.objects.filter(inspection=inspection, ended_on__isnull=True).update(ended_on=on)
            changed.refresh_from_db(fields=["barred_ids"])
        return changed


def approve_inspection(*, inspection: Inspection, on: date, by: User, source: str = "app") -> Inspection:
    """Approve it, and write down inside the seal who of the team may not take part.

    Raises:
        Forbidden: who drafted it, or somebody with a conflict; Refused: team or unit are not in force; StateChanged.
    """
    require(by, "inspection.approve", inspection)
    refuse_shared_duty(inspection, "approve", by=by)
    check_in_force(inspection, on=on)
    if _conflicted(inspection.team, inspection.unit, [by], on=on):
        raise Forbidden(_("You cannot decide on this: you have a tie to the unit."), code="conflict_own")
    with recorded(by=by, source=source):
        bar_conflicted(inspection, on=on, by=by)
        inspection.refresh_from_db()
        return move(
            inspection, "approve", by=by, changes={"approved_by": by, "approved_at": database_now()}, source=source
        )


def send_back_inspection(*, inspection: Inspection, reason: str, by: User, source: str = "app") -> Inspection:
    """Make it a draft again, with the reason."""
    require(by, "inspection.approve", inspection)
    return move(
        inspection, "send_back", by=by, reason=reason, changes={"approved_by": None, "approved_at": None}, source=source
    )


def cancel_inspection(*, inspection: Inspection, reason: str, on: date, by: User, source: str = "app") -> Inspection:
    """Call it off before it began: the target is never told to anybody else, those called learn that it is off.

    Raises:
        StateChanged: it has begun; InvalidInput: no reason.
    """
    require(by, "inspection.cancel", inspection)
    with recorded(by=by, source=source):
        Duty.objects.filter(inspection=inspection, ended_on__isnull=True).update(ended_on=on)
        inspection.refresh_from_db()
        moved = move(
            inspection, "cancel", by=by, reason=reason, changes={"cancel_reason": reason.strip()[:300]}, source=source
        )
    moved.refresh_from_db()
    return moved


def bar_conflicted(inspection: Inspection, *, on: date, by: User | None) -> list[int]:
    """Write down which members of the team may not take part; the persons newly kept out."""
    members = User.objects.filter(pk__in=inspection.team.member_ids, person_id__isnull=False)
    persons = [member.person_id for member in members if member.person_id is not None]
    found = conflicts_with(inspection.unit, persons, on=on, months=inspection.team.cooling_months)
    known = set(inspection.conflicts.filter(ended_on__isnull=True).values_list("person_id", "ground"))
    fresh = [(person, ground) for person, ground in sorted(found.items()) if (person, ground) not in known]
    for person_id, ground in fresh:
        write_conflict(inspection, person_id, ground, by=by)
    return [person_id for person_id, _ground in fresh]


def write_conflict(inspection: Inspection, person_id: int, ground: str, *, by: User | None) -> None:
    """The tie stands; one that ended when the draft was turned to another unit stands again."""
    Conflict.objects.update_or_create(
        inspection=inspection,
        person_id=person_id,
        ground=ground,
        defaults={"ended_on": None},
        create_defaults={"found_by": by},
    )


def _refuse_tied(team: Team, unit: Unit, users: Iterable[User], *, on: date) -> None:
    """Whoever is named to approve learns the target with the draft: nobody does who has a tie to it."""
    if _conflicted(team, unit, list(users), on=on):
        raise Refused(
            _("Who is named to approve has a tie to the unit: choose somebody else."), field="approver", code="conflict"
        )


def _conflicted(team: Team, unit: Unit, users: Sequence[User], *, on: date) -> dict[int, Any]:
    persons = [user.person_id for user in users if user.person_id is not None]
    return dict(conflicts_with(unit, persons, on=on, months=team.cooling_months))


def check_in_force(inspection: Inspection, *, on: date) -> None:
    if not inspection.team.in_force(on):
        raise Refused(_("The decision on the team is not in force today."), code="team_not_in_force")
    if not in_force_on(inspection.unit.valid_from, inspection.unit.valid_to, on):
        raise Refused(
            _("The unit does not exist any more: call the inspection off and draft one of its successor."),
            field="unit",
            code="unit_gone",
        )


def _checked(team: Team, fields: Mapping[str, Any], *, by: User, on: date, but: int = 0) -> dict[str, Any]:
    """The fields of a draft as they may be stored."""
    unit: Unit = fields["unit"]
    if fields["kind"] not in InspectionKind.values:
        raise InvalidInput(_("Choose one of the kinds."), field="kind", code="unknown_choice")
    contents = list(dict.fromkeys(fields["contents"]))
    if not contents or set(contents) - set(Content.values):
        raise InvalidInput(_("Choose what is looked at."), field="contents", code="unknown_choice")
    basis, note = str(fields["basis"] or "").strip(), str(fields["overlap_note"] or "").strip()
    if not basis:
        raise InvalidInput(_("Say what the inspection rests on."), field="basis", code="required")
    if not unit.path.startswith(team.scope.path):
        raise InvalidInput(_("The unit lies outside the scope of the team."), field="unit", code="outside_scope")
    if not in_force_on(unit.valid_from, unit.valid_to, on):
        raise InvalidInput(_("The unit does not exist on this day."), field="unit", code="unit_gone")
    if _conflicted(team, unit, [by], on=on):
        raise Refused(_("You cannot draft this: you have a tie to the unit."), field="unit", code="conflict_own")
    if fields["kind"] == InspectionKind.PLANNED and not note and overlaps(by, unit, contents, on=on, but=but):
        raise Refused(
            _("The unit has an inspection of the same content within the year: say why this one goes ahead."),
            field="overlap_note",
            code="overlap",
        )
    return {"unit": unit, "kind": fields["kind"], "contents": contents, "basis": basis, "overlap_note": note}
