"""Exceptions by document: posts taken out of a rule until a day, and the open cases that fall under them."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import STAGES, RotationRuleKind, RotationState
from cadres.models import Position, RotationCase, RotationException, RotationRule
from cadres.services import rotation_alerts as alerts
from cadres.services.rotation_cases import back_to_stage, need, taken
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit


def enter_exception(
    *,
    rule_code: str,
    unit: Unit | None,
    position: Position | None,
    document_number: str,
    document_date: date,
    issuer: str,
    reason: str,
    valid_from: date,
    until: date,
    today: date,
    by: User,
    source: str = "app",
) -> RotationException:
    """Enter what the competent body allowed; open cases of these posts leave their stage at once.

    Raises:
        InvalidInput: neither unit nor post, an unknown rule, no document, days in the wrong order or ahead.
    """
    require(by, "rotation_exception.create")
    if unit is None and position is None:
        raise InvalidInput(_("Name a unit, a post, or both."), field="unit", code="names_nothing")
    limits = RotationRule.objects.filter(kind=RotationRuleKind.LIMIT)
    if rule_code and not limits.filter(code=rule_code).exists():
        raise InvalidInput(_("There is no rule with this code."), field="rule_code", code="rule_unknown")
    if document_date > today:
        raise InvalidInput(_("This day lies in the future."), field="document_date", code="day_future")
    if until < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="until", code="ends_before_begin")
    with recorded(by=by, source=source):
        made = RotationException.objects.create(
            rule_code=rule_code,
            unit=unit,
            position=position,
            document_number=need(document_number, "document_number"),
            document_date=document_date,
            issuer=need(issuer, "issuer"),
            reason=need(reason, "reason")[:400],
            valid_from=valid_from,
            until=until,
            entered_by=by,
        )
        apply_exception(exception=made, on=today, by=by, source=source)
        return made


def end_exception(
    *, exception: RotationException, version: int | None, reason: str, today: date, by: User, source: str = "app"
) -> RotationException:
    """It was taken back before its day: its cases return to where their clocks stand.

    Raises:
        Refused: it is over; InvalidInput: no reason; StaleVersion.
    """
    require(by, "rotation_exception.end", exception)
    if exception.ended_on is not None or exception.until < today:
        raise Refused(_("This exception is over."), code="exception_over")
    changes = {"ended_on": today, "end_reason": need(reason, "reason")[:400]}
    with recorded(by=by, source=source):
        done: RotationException = update_version(exception, version=version, changes=changes)
        expire_exception(exception=done, on=today, by=by, source=source)
        return done


def apply_exception(*, exception: RotationException, on: date, by: User | None, source: str = "task") -> int:
    """Lead the open cases it covers to their side state; safe to repeat. Returns how many."""
    if not exception.valid_from <= on <= exception.until or exception.ended_on is not None:
        return 0
    rows = RotationCase.objects.filter(state__in=[*STAGES, RotationState.PLANNED])
    if exception.rule_code:
        rows = rows.filter(rule_code=exception.rule_code)
    if exception.unit is not None:
        rows = rows.filter(posting__unit__path__startswith=exception.unit.path)
    if exception.position_id is not None:
        rows = rows.filter(posting__position_id=exception.position_id)
    if by is not None and by.person_id is not None:
        rows = rows.exclude(person_id=by.person_id)  # nobody acts on the own case; the night follows
    done = 0
    with recorded(by=by, source=source):
        for case in rows.order_by("id"):
            row = taken(case, by=None)
            if row.state not in (*STAGES, RotationState.PLANNED):
                continue
            for item in row.items.filter(state__in=("proposed", "signed")).select_for_update(of=("self",)):
                item.case = row
                move(item, "withdraw", by=by, reason=exception.document_number, source=source)
            details = {"exception": exception.pk, "document": exception.document_number}
            changes = {"exception": exception}
            move(row, "grant_exception", by=by, changes=changes, details=details, source=source)
            alerts.settle(row, by=by)
            done += 1
    return done


def expire_exception(*, exception: RotationException, on: date, by: User | None, source: str = "task") -> int:
    """It is over: its cases return. Returns how many."""
    rows = RotationCase.objects.filter(state=RotationState.EXCEPTION_GRANTED, exception=exception)
    done = 0
    with recorded(by=by, source=source):
        for case in rows.order_by("id"):
            row = taken(case, by=None)
            if row.state == RotationState.EXCEPTION_GRANTED:
                back_to_stage(row, on=on, by=by, source=source)
                done += 1
    return done
