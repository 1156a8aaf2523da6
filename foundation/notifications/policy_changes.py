"""Changing a policy of alerts: never the row in force, always a new dated one beginning tomorrow or later."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.notifications.models import AlertPolicy
from foundation.notifications.sources import sources
from foundation.workflow.errors import InvalidInput, StateChanged

MOST_DAYS, MOST_TIMES, LONGEST_WAIT = 366, 6, 60
CARRIED = ("rule", "title_vi", "title_en", "offset_unit", "urgent")
"""What a change takes over from the row before it."""


def may_choose(policy: AlertPolicy) -> tuple[str, ...]:
    """The parts among which a change chooses; empty where the room alone knows whom to tell."""
    if not any(policy.rule in source.chooses for source in sources()):
        return ()
    rows = AlertPolicy.objects.filter(rule=policy.rule).order_by("valid_from").values_list("told", flat=True)
    return tuple(dict.fromkeys(part for told in rows for part in told))


def may_rise(policy: AlertPolicy) -> bool:
    """Whether somebody above can hear of it at all."""
    return any(source.rises(policy.rule) for source in sources())


def change_policy(
    *,
    policy: AlertPolicy,
    version: int | None,
    valid_from: date,
    legal_basis: str,
    offsets: Sequence[int],
    told: Collection[str],
    escalate_after: int | None,
    on: date,
    by: Actor,
    note: str = "",
    source: str = "app",
) -> AlertPolicy:
    """End the newest row of a rule the day before and add the next, not verified; what was raised stays as it was.

    Raises:
        StateChanged: the row is not the newest of its rule any more.
        InvalidInput: a first day that is not ahead, no basis, days a room does not count by or out of their range,
            recipients the rule does not know, a wait where nobody stands above.
    """
    require(by, "alert_policy.change", policy)
    if policy.valid_to is not None:
        raise StateChanged(_("This row was replaced already; change the newest one of its rule."))
    first = max(on, policy.valid_from) + timedelta(days=1)
    if valid_from < first:
        words = {"day": f"{first:%d/%m/%Y}"}
        raise InvalidInput(_("Begin on %(day)s or later.") % words, field="valid_from", code="day_not_ahead")
    if not legal_basis.strip():
        raise InvalidInput(_("Name the document or the decision."), field="legal_basis", code="basis_missing")
    days = _days(policy, offsets)
    parts = _parts(policy, told)
    _wait(policy, escalate_after)
    with recorded(by=by, source=source):
        try:
            with transaction.atomic():
                update_version(policy, version=version, changes={"valid_to": valid_from - timedelta(days=1)})
                return AlertPolicy.objects.create(
                    **{name: getattr(policy, name) for name in CARRIED},
                    offsets=days,
                    told=parts,
                    escalate_after=escalate_after,
                    legal_basis=legal_basis.strip()[:300],
                    note=note.strip()[:1000],
                    valid_from=valid_from,
                )
        except IntegrityError as error:
            raise StateChanged(_("Somebody else changed this rule first.")) from error


def _days(policy: AlertPolicy, offsets: Sequence[int]) -> list[int]:
    if bool(offsets) != bool(policy.offsets):
        text = (
            _("This rule counts by days: give at least one.") if policy.offsets else _("This rule has no days ahead.")
        )
        raise InvalidInput(text, field="offsets", code="days_other")
    days = sorted(set(offsets), reverse=True)
    if len(days) > MOST_TIMES or any(not 1 <= day <= MOST_DAYS for day in days):
        words = {"most": MOST_TIMES, "days": MOST_DAYS}
        raise InvalidInput(
            _("At most %(most)s times, each from 1 to %(days)s.") % words, field="offsets", code="days_out_of_range"
        )
    return days


def _parts(policy: AlertPolicy, told: Collection[str]) -> list[str]:
    known = may_choose(policy)
    if not known:
        if told and set(told) != set(policy.told):
            raise InvalidInput(_("Whom this rule tells follows from the matter."), field="told", code="told_fixed")
        return list(policy.told)
    if not told or not set(told) <= set(known):
        raise InvalidInput(_("Choose at least one of those listed."), field="told", code="told_unknown")
    return [part for part in known if part in told]


def _wait(policy: AlertPolicy, escalate_after: int | None) -> None:
    if escalate_after is None:
        return
    if not may_rise(policy):
        raise InvalidInput(_("Nobody above hears of these matters."), field="escalate_after", code="not_carried_up")
    if not 1 <= escalate_after <= LONGEST_WAIT:
        raise InvalidInput(
            _("From 1 to %(days)s working days.") % {"days": LONGEST_WAIT},
            field="escalate_after",
            code="wait_out_of_range",
        )
