"""Deferral and exemption: proposed with proof of the ground, granted by another, ended, run out; other rooms hold."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import CLOSED, ReliefKind, ReliefState, RotationRuleKind, RotationState
from cadres.holds import Hold
from cadres.models import RotationCase, RotationRelief, RotationRule
from cadres.models.rotation import APART
from cadres.rules.retirement import add_months, retirement_day
from cadres.rules.rotation import Ground
from cadres.services import rotation_alerts as alerts
from cadres.services.rotation_cases import back_to_stage, need, not_ahead, taken
from foundation.access import allows
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused

DEFERRABLE = tuple(
    state for state in RotationState if state not in (*CLOSED, RotationState.DECIDED, RotationState.DEFERRED)
)


def grounds_on(day: date) -> dict[str, RotationRule]:
    """Grounds of the rules of a day, by their name."""
    rows = RotationRule.objects.filter(kind=RotationRuleKind.GROUND, valid_from__lte=day).order_by("id")
    return {row.scope: row for row in rows if row.valid_to is None or row.valid_to >= day}


def propose_relief(
    *,
    case: RotationCase,
    ground: str,
    evidence: str,
    from_on: date,
    until: date | None,
    today: date,
    by: User | None,
    child_born_on: date | None = None,
    is_review: bool = False,
    source: str = "app",
) -> RotationRelief:
    """Propose not to move somebody for now, or at all.

    Args:
        evidence: the paper and who confirmed it; what it says of health or family is never written down.
        until: the last day, or with `is_review` the day on which somebody looks again.
        child_born_on: asked where the ground ends with the age of a child; it is used and not kept.

    Raises:
        InvalidInput: an unknown ground, no evidence, an end that is missing, past or longer than the ground allows.
        Refused: the case has ended, or another proposal or deferral stands; the person does not retire so soon.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="rotation_relief.propose", of=RotationRelief)
        if row.state in CLOSED or row.state == RotationState.DECIDED:
            raise Refused(_("The case has ended or was decided."), code="case_closed")
        if row.reliefs.filter(state__in=(ReliefState.PROPOSED, ReliefState.GRANTED), origin_key="").exists():
            raise Refused(_("Another deferral stands or was proposed; end it first."), code="relief_stands")
        rule = grounds_on(from_on).get(ground)
        if rule is None:
            raise InvalidInput(_("The rules of that day know no such ground."), field="ground", code="ground_unknown")
        not_ahead(from_on, today, "from_on")
        words = Ground.read(rule.value)
        explained: dict[str, Any] = {"rule": rule.pk, "basis": rule.legal_basis, "verified": rule.verified}
        if words.effect == ReliefKind.EXEMPT:
            explained |= _retires_soon(row, words, from_on)
            until, is_review = None, False
        else:
            until = _until(words, from_on, until, child_born_on, today, is_review=is_review)
        apart = (
            words.kept_apart and by is not None and allows(by, "rotation_relief.keep_apart", RotationRelief(case=row))
        )
        proof = need(evidence, "evidence")[:300]
        made: RotationRelief = RotationRelief.objects.create(
            case=row,
            kind=words.effect,
            from_on=from_on,
            until=until,
            is_review=is_review,
            proposed_by=by,
            **_columns(rule, proof, explained, apart=apart),
        )
        alerts.tell_relief_proposed(row, relief=made.pk, apart=apart, by=by)
        return made


def grant_relief(*, relief: RotationRelief, today: date, by: User, source: str = "app") -> RotationRelief:
    """Put it into force: the case is deferred until its last day, or ends as exempt.

    Raises:
        Forbidden: who proposed it or is concerned; StateChanged: it was settled; Refused: the case has ended.
    """
    with recorded(by=by, source=source):
        row = taken(relief.case, by=by, act=_settling(relief), of=RotationRelief)
        fresh = _fresh(relief, row)
        if row.state in CLOSED or row.state == RotationState.DECIDED:
            raise Refused(_("The case has ended or was decided."), code="case_closed")
        done = move(fresh, "grant", by=by, changes={"settled_by": by, "settled_on": today}, source=source)
        _apply(done, row, today=today, by=by, source=source)
        return done


def refuse_relief(*, relief: RotationRelief, reason: str, today: date, by: User, source: str = "app") -> RotationRelief:
    """Leave the case as it stands. Refusals as for `grant_relief`."""
    with recorded(by=by, source=source):
        row = taken(relief.case, by=by, act=_settling(relief), of=RotationRelief)
        changes = {"settled_by": by, "settled_on": today}
        alerts.settle_relief(row, relief=relief.pk, by=by)
        return move(_fresh(relief, row), "refuse", by=by, reason=reason, changes=changes, source=source)


def end_relief(*, relief: RotationRelief, reason: str, today: date, by: User, source: str = "app") -> RotationRelief:
    """The ground fell away before its day: the case goes back to where its clock stands.

    Raises:
        Refused: another room holds it; StateChanged: it is not in force.
    """
    with recorded(by=by, source=source):
        row = taken(relief.case, by=by, act="rotation_relief.end", of=RotationRelief)
        fresh = _fresh(relief, row)
        if fresh.origin_key:
            raise Refused(_("It ends with the matter it follows from."), code="held_elsewhere")
        done = move(fresh, "end", by=by, reason=reason, changes={"ended_on": today}, source=source)
        _back(row, today=today, by=by, source=source)
        return done


def run_out(*, relief: RotationRelief, on: date, source: str = "task") -> bool:
    """The last day or the day of the review has passed: the case returns by itself."""
    with recorded(by=None, source=source):
        row = taken(relief.case, by=None)
        fresh = _fresh(relief, row)
        if fresh.state != ReliefState.GRANTED or fresh.origin_key or fresh.until is None or fresh.until >= on:
            return False
        move(fresh, "run_out", by=None, changes={"ended_on": fresh.until}, source=source)
        _back(row, today=on, by=None, source=source)
        return True


def hold(*, hold: Hold, on: date, by: User | None = None, source: str = "app") -> int:
    """A matter of another room defers every open case of the person, at once; safe to repeat. Returns how many.

    The deferral says that something is open, not what: who may know reads it in that room.
    """
    cases = list(RotationCase.objects.filter(person_id=hold.person_id).exclude(state__in=CLOSED).order_by("id"))
    rule = grounds_on(on).get(hold.ground) if cases else None
    if rule is None:
        return 0
    done = 0
    with recorded(by=by, source=source):
        for case in cases:
            row = taken(case, by=None)
            if row.state in CLOSED or row.state == RotationState.DECIDED:
                continue
            if row.reliefs.filter(origin_key=hold.origin, state=ReliefState.GRANTED).exists():
                continue
            made = RotationRelief.objects.create(
                case=row,
                kind=ReliefKind.DEFER,
                origin_key=hold.origin,
                from_on=hold.since,
                until=add_months(on, Ground.read(rule.value).most_months),
                is_review=True,
                ground=APART,
                apart={"ground": APART},
            )
            move(made, "grant", by=None, changes={"settled_on": on}, source=source)
            _apply(made, row, today=on, by=None, source=source)
            done += 1
    return done


def release(*, origin: str, on: date, by: User | None = None, source: str = "app") -> int:
    """The matter of another room is over: cases it deferred return. Returns how many."""
    done = 0
    with recorded(by=by, source=source):
        for relief in RotationRelief.objects.filter(origin_key=origin, state=ReliefState.GRANTED).select_related(
            "case"
        ):
            row = taken(relief.case, by=None)
            move(_fresh(relief, row), "run_out", by=None, changes={"ended_on": on}, source=source)
            _back(row, today=on, by=None, source=source)
            done += 1
    return done


def _settling(relief: RotationRelief) -> str:
    """Who may settle it: a ground kept apart is for those who may read it."""
    return f"rotation_relief.{'keep_apart' if relief.ground == APART else 'settle'}"


def _columns(rule: RotationRule, proof: str, explained: dict[str, Any], *, apart: bool) -> dict[str, Any]:
    """Ground and proof, in the open or kept apart."""
    if apart:
        kept = {"ground": rule.scope, "rule": rule.pk, "evidence": proof, "explained": explained}
        return {"ground": APART, "rule": None, "evidence": "", "explained": {}, "apart": kept}
    return {"ground": rule.scope, "rule": rule, "evidence": proof, "explained": explained}


def _fresh(relief: RotationRelief, case: RotationCase) -> RotationRelief:
    row: RotationRelief = RotationRelief.objects.select_for_update(of=("self",)).get(pk=relief.pk)
    row.case = case
    return row


def _apply(relief: RotationRelief, case: RotationCase, *, today: date, by: User | None, source: str) -> None:
    for item in case.items.filter(state__in=("proposed", "signed")).select_for_update(of=("self",)):
        item.case = case
        move(item, "withdraw", by=by, reason=_("The move is deferred."), source=source)
    if relief.kind == ReliefKind.EXEMPT:
        move(case, "exempt", by=by, changes={"closed_on": today}, details={"relief": relief.pk}, source=source)
    elif case.state in DEFERRABLE:
        move(case, "defer", by=by, details={"relief": relief.pk}, source=source)
    alerts.settle(case, by=by)


def _back(case: RotationCase, *, today: date, by: User | None, source: str) -> None:
    """The case returns when nothing defers it any more."""
    if case.state == RotationState.DEFERRED and not case.reliefs.filter(state=ReliefState.GRANTED).exists():
        back_to_stage(case, on=today, by=by, source=source)


def _until(
    words: Ground, from_on: date, until: date | None, born: date | None, today: date, *, is_review: bool
) -> date:
    if words.child_months is not None and born is not None:
        if born > today:
            raise InvalidInput(_("This day lies in the future."), field="child_born_on", code="day_future")
        until = words.child_until(born)
    if until is None:
        raise InvalidInput(
            _("Give the last day of the deferral, or the day on which it is looked at again."),
            field="until",
            code="until_missing",
        )
    if until < from_on or until < today:
        raise InvalidInput(_("The last day lies in the past."), field="until", code="until_past")
    most = add_months(from_on, words.child_months or words.most_months)
    if until > most and not (words.child_months is not None and born is not None):
        raise InvalidInput(
            _("This ground defers no longer than until %(day)s; look at it again then.") % {"day": f"{most:%d/%m/%Y}"},
            field="until",
            code="until_too_long",
        )
    return until


def _retires_soon(case: RotationCase, words: Ground, on: date) -> dict[str, Any]:
    assert words.retirement_months is not None
    if case.person.birth_date is None:
        raise Refused(_("The day of birth is not known: enter it first."), code="birth_unknown", field="ground")
    day = retirement_day(case.person.birth_date, case.person.sex)
    if add_months(on, words.retirement_months) <= day:
        raise Refused(
            _("The person retires on %(day)s, which is not within %(months)s months.")
            % {"day": f"{day:%d/%m/%Y}", "months": words.retirement_months},
            code="retires_later",
            field="ground",
        )
    return {"retires_on": day.isoformat(), "months": words.retirement_months}
