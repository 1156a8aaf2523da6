"""Who is named in a case and who is kept out: desk officers, handlers, leaders, secretaries, representatives, bars."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.selectors.grants import in_force
from cadres.models import Person
from cadres.selectors.ties import claimed_by, relatives_of
from discipline.enums import OPEN, UNDER_WAY, BarGround, CaseRole, DeskState
from discipline.models import Case, CaseBar, CaseMember, DeskOfficer
from discipline.services.taking import need, not_after, taken
from discipline.services.telling import let_go, tell_handlers, tell_leaders
from foundation.access import require
from foundation.access.identity import identity_of
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

ROLE_NEEDED = {CaseRole.HANDLER: "OC", CaseRole.LEADER: "LD", CaseRole.SECRETARY: "HR"}
"""The role of the matrix that makes a name in a case mean something; a representative needs none."""


def propose_desk(*, user: User, unit: Unit, since: date, reason: str, by: User, source: str = "app") -> DeskOfficer:
    """Propose who receives the signals of a unit and everything below it; another officer confirms.

    Raises:
        InvalidInput: the account has no role of the organisation committee.
        Refused: the officer is on that desk already.
    """
    require(by, "desk_officer.propose")
    _need_role(user, CaseRole.HANDLER, "user")
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                return DeskOfficer.objects.create(
                    user=user, unit=unit, since=since, reason=need(reason, "reason"), proposed_by=by
                )
        except IntegrityError as error:
            raise Refused(_("This officer is on the desk of this unit already."), code="desk_twice") from error


def confirm_desk(*, officer: DeskOfficer, by: User, source: str = "app") -> DeskOfficer:
    """Put the officer on the desk; cases of the desk that lost their last handler are in hand again.

    Raises:
        Forbidden: who proposed it, or the officer; StateChanged: it is settled.
    """
    require(by, "desk_officer.confirm", officer)
    with recorded(by=by, source=source):
        done = move(officer, "confirm", by=by, changes={"confirmed_by": by}, source=source)
        today = timezone.localdate()
        left = Case.objects.filter(state__in=UNDER_WAY, handler_ids=[], unit__path__startswith=done.unit.path)
        for case in left.select_for_update(of=("self",)).select_related("unit", "answering").order_by("id"):
            _hand_to(case, officers_for(case.unit, about=case.answering, on=today, barred=case.barred_ids), on=today)
        return done


def end_desk(*, officer: DeskOfficer, on: date, reason: str, by: User, source: str = "app") -> DeskOfficer:
    """Take the officer off the desk; cases already in hand stay in hand until they are handed over."""
    require(by, "desk_officer.end", officer)
    return move(officer, "end", by=by, reason=reason, changes={"ended_on": max(on, officer.since)}, source=source)


def desk_of(unit: Unit, *, on: date, without_persons: Iterable[int]) -> list[User]:
    """Officers on the desk of the unit or of one above it, the nearest desk first; nobody who is kept out."""
    rows = DeskOfficer.objects.filter(
        state=DeskState.ACTIVE, since__lte=on, user__is_active=True, unit__path__in=_paths(unit.path)
    ).select_related("user", "unit")
    barred = set(without_persons)
    fit = [row for row in rows if row.user.person_id not in barred]
    nearest = max((len(row.unit.path) for row in fit), default=0)
    return [row.user for row in fit if len(row.unit.path) == nearest]


def officers_for(unit: Unit, *, about: Person | None, on: date, barred: Iterable[int] = ()) -> list[User]:
    """Who takes what is about this person: the desk, else another officer; never a relative.

    Somebody may declare the whole committee as relatives. Where that leaves nobody, those stay fit who are relatives
    on that person's word alone: a claim blocks no signal.
    """
    without, kin, claimed = set(barred), set(), set()
    if about is not None:
        without.add(about.pk)
        kin = relatives_of([about.pk], on=on)[about.pk]
        claimed = claimed_by(about.pk, on=on)
    return _fit(unit, without=without | kin, on=on) or _fit(unit, without=without | (kin - claimed), on=on)


def _fit(unit: Unit, *, without: set[int], on: date) -> list[User]:
    """Officers on the desk; where nobody fit is, one more of the committee, from another desk if there is."""
    grants = in_force(timezone.localdate()).filter(role=ROLE_NEEDED[CaseRole.HANDLER], user__is_active=True)
    holders = set(grants.values_list("user_id", flat=True))
    found = [one for one in desk_of(unit, on=on, without_persons=without) if one.pk in holders]
    if found:
        return found
    desks = DeskOfficer.objects.filter(user=OuterRef("pk"), state=DeskState.ACTIVE)
    others = User.objects.filter(pk__in=holders).exclude(person_id__in=without)
    return list(others.order_by(Exists(desks).desc(), "pk")[:1])


def _paths(path: str) -> list[str]:
    parts = path.split(".")[:-1]
    return [".".join(parts[: level + 1]) + "." for level in range(len(parts))]


def name_member(
    *, case: Case, user: User, role: str, since: date, by: User | None, reason: str = "", source: str = "app"
) -> CaseMember:
    """Name an account in a case.

    Raises:
        Refused: the person is kept out of the case (rule R3), or is named in that role already.
        InvalidInput: the account lacks the role that the name asks for, or the day lies ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.name")
        refuse_barred(row, user.person_id, field="user", but_representative=role == CaseRole.REPRESENTATIVE)
        _need_role(user, CaseRole(role), "user")
        not_after(since, timezone.localdate(), "since")
        try:
            with transaction.atomic():
                made = CaseMember.objects.create(
                    case=row, user=user, role=role, since=since, reason=reason.strip(), added_by=by
                )
        except IntegrityError as error:
            raise Refused(_("This person has this role in the case already."), code="member_twice") from error
        row.refresh_from_db(fields=["handler_ids"])
        if role == CaseRole.HANDLER:
            title = gettext_noop("Case %(code)s is in your hands")
            tell_handlers(row, occasion=f"named:{made.pk}", title=title, by=by)
        return made


def end_member(*, member: CaseMember, on: date, reason: str, by: User, source: str = "app") -> CaseMember:
    """Take a name out of a case from today on.

    Raises:
        Refused: the last handler; a case is never without one.
    """
    with recorded(by=by, source=source):
        row = taken(member.case, by=by, act="case.name")
        current = CaseMember.objects.select_for_update().get(pk=member.pk)
        if current.ended_on is not None:
            raise Refused(_("This was ended already."), code="ended_already")
        if current.role == CaseRole.HANDLER and row.handler_ids == [current.user_id]:
            raise Refused(_("Name another handler first: a case is never without one."), code="last_handler")
        current.ended_on, current.reason = max(on, current.since), need(reason, "reason")
        current.save(update_fields=["ended_on", "reason"])
        let_go(row, current.user_id, by=by)
        return current


def bar(
    *, case: Case, person: Person, ground: str, since: date, by: User | None, note: str = "", source: str = "app"
) -> CaseBar:
    """Keep somebody out of a case; what they held in it ends the same day. Refusals as for `keep_out`."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.bar")
        return keep_out(row, person, ground, since=since, by=by, note=note)


def keep_out(case: Case, person: Person, ground: str, *, since: date, by: User | None, note: str = "") -> CaseBar:
    """Keep somebody out of a locked case; another officer takes over from the last handler, or it is refused."""
    today = timezone.localdate()
    successors = _successors(case, {person.pk}, on=today)
    if successors == []:
        raise Refused(_("Name another handler first: a case is never without one."), code="last_handler")
    made, created = CaseBar.objects.get_or_create(
        case=case,
        person=person,
        ground=ground,
        lifted_on=None,
        defaults={"since": since, "note": note.strip(), "added_by": by},
    )
    if created:
        _end_what_they_held(case, person.pk, on=since)
    _hand_to(case, successors or [], on=today)
    return made


def lift_bar(*, bar: CaseBar, on: date, reason: str, by: User, source: str = "app") -> CaseBar:
    """Let somebody in again.

    Raises:
        Refused: the person concerned is always kept out; a declared relative while the tie stands; a witness.
    """
    with recorded(by=by, source=source):
        row = taken(bar.case, by=by, act="case.bar")
        if bar.ground == BarGround.SUBJECT:
            raise Refused(_("The person concerned is always kept out."), code="bar_subject")
        if bar.ground == BarGround.WITNESS and row.witnesses.filter(person_id=bar.person_id).exists():
            raise Refused(_("What this person said as a witness is on file."), code="bar_witness")
        subject = row.subject_id or row.answering_id
        if bar.ground == BarGround.RELATIVE and subject and bar.person_id in relatives_of([subject], on=on)[subject]:
            raise Refused(_("The declared family tie still stands."), code="bar_relative")
        bar.lifted_on, bar.note = max(on, bar.since), need(reason, "reason")
        bar.save(update_fields=["lifted_on", "note"])
        return bar


def bar_relatives(case: Case, *, on: date, by: User | None) -> list[int]:
    """Keep out every declared relative of the person concerned who is not yet; returns those newly kept out.

    Another officer takes over from the last handler. Where none is fit, a handler who is a relative on the word of the
    person concerned alone stays, and the claim is noted: nobody empties a case by declaring its officers.
    """
    subject = case.subject_id or case.answering_id
    if subject is None:
        return []
    fresh = relatives_of([subject], on=on)[subject] - set(case.barred_ids)
    successors = _successors(case, fresh, on=on)
    if successors == []:
        fresh -= _noted(case, fresh & claimed_by(subject, on=on), on=on)
    for key in sorted(fresh):
        CaseBar.objects.create(case=case, person_id=key, ground=BarGround.RELATIVE, since=on, added_by=by)
        _end_what_they_held(case, key, on=on)
    _hand_to(case, successors or [], on=on)
    case.refresh_from_db(fields=["barred_ids", "handler_ids", "leader_ids", "secretary_ids"])
    return sorted(fresh)


def _successors(case: Case, leaving: set[int], *, on: date) -> list[User] | None:
    """Who takes over once these people are out; None where somebody fit still handles it."""
    users = list(User.objects.filter(pk__in=case.handler_ids)) if leaving else []
    out = {*case.barred_ids, *leaving}
    staying = [one for one in users if one.person_id not in out and identity_of(one).has("OC")]
    if staying or not any(one.person_id in leaving for one in users):
        return None
    kin = relatives_of([case.answering_id], on=on)[case.answering_id] if case.answering_id is not None else set()
    return _fit(case.unit, without=out | kin | {case.answering_id or 0}, on=on)


def _hand_to(case: Case, users: Iterable[User], *, on: date) -> None:
    for user in users:
        made = CaseMember.objects.create(case=case, user=user, role=CaseRole.HANDLER, since=on, added_by=None)
        case.refresh_from_db(fields=["handler_ids"])
        tell_handlers(case, occasion=f"named:{made.pk}", title=gettext_noop("Case %(code)s is in your hands"))


def _noted(case: Case, claimed: set[int], *, on: date) -> set[int]:
    """Handlers among these; a bar lifted the same day keeps what was claimed, for another officer to decide."""
    handlers = case.members.filter(role=CaseRole.HANDLER, ended_on=None, user__person_id__in=claimed)
    staying = claimed & set(handlers.values_list("user__person_id", flat=True))
    noted = case.bars.filter(ground=BarGround.RELATIVE, lifted_on=F("since"), person_id__in=staying)
    for key in sorted(staying - set(noted.values_list("person_id", flat=True))):
        CaseBar.objects.create(
            case=case,
            person_id=key,
            ground=BarGround.RELATIVE,
            since=on,
            lifted_on=on,
            note=_("Only the person concerned says so, and no other officer is fit: another officer decides."),
        )
        title = gettext_noop("Case %(code)s: another officer decides whether a handler is a relative")
        tell_handlers(case, occasion=f"claimed:{key}", title=title)
        tell_leaders(case, occasion=f"claimed:{key}", title=title)
    return staying


def refuse_barred(case: Case, person_id: int | None, *, field: str, but_representative: bool = False) -> None:
    """Refuse somebody who is kept out; a relative may still stand by the person concerned as a representative."""
    if person_id is None or person_id not in case.barred_ids:
        return
    grounds = set(case.bars.filter(person_id=person_id, lifted_on=None).values_list("ground", flat=True))
    if but_representative and grounds == {BarGround.RELATIVE}:
        return
    named = ", ".join(str(BarGround(ground).label) for ground in sorted(grounds))
    raise Refused(
        _("This person is kept out of the case: %(grounds)s.") % {"grounds": named}, code="kept_out", field=field
    )


def _need_role(user: User, role: CaseRole, field: str) -> None:
    needed = ROLE_NEEDED.get(role)
    if needed is not None and not identity_of(user).has(needed):
        raise InvalidInput(
            _("%(name)s does not hold the role this needs.") % {"name": user.full_name},
            field=field,
            code="role_missing",
        )


def _end_what_they_held(case: Case, person_id: int, *, on: date) -> None:
    """Names, and the seat while nothing is decided: who sat on the council that judged it stays on file."""
    for member in case.members.filter(user__person_id=person_id, ended_on=None).exclude(role=CaseRole.REPRESENTATIVE):
        member.ended_on, member.reason = max(on, member.since), BarGround.INTERESTED.value
        member.save(update_fields=["ended_on", "reason"])
        let_go(case, member.user_id, by=None)
    for seat in case.seats.filter(person_id=person_id, ended_on=None) if case.state in OPEN else ():
        seat.ended_on, seat.end_reason = max(on, seat.appointed_on), BarGround.INTERESTED.value
        seat.save(update_fields=["ended_on", "end_reason"])
