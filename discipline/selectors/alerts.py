"""Alerts of cases and replacements: which ask for an act, which still stand, who above may hear of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.selectors.grants import in_force
from discipline.enums import HANDLING, INTAKE, CaseState, ReplacementState, RestorationState
from discipline.models import Case, Complaint, Pause, Replacement, RestorationTask
from discipline.selectors.own_terms import own_standing
from foundation.access import visible_to
from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.sources import Groups, Source

PENDING = (CaseState.DECISION_PENDING.value,)
STATES: dict[str, Collection[str]] = {
    "submitted": PENDING,
    "draft": PENDING,
    "signal": (CaseState.SIGNAL.value,),
    "review": tuple(state.value for state in INTAKE),
    "limit": tuple(state.value for state in HANDLING),
    "deliver": (CaseState.DECIDED.value,),
}
"""The states of the case in which an occasion still asks for an act."""
OWED: dict[str, Callable[[Collection[int]], Collection[int]]] = {
    "pause": lambda keys: set(Pause.objects.filter(pk__in=keys, ended_on=None).values_list("pk", flat=True)),
    "answer": lambda keys: set(Complaint.objects.filter(pk__in=keys, answered_on=None).values_list("pk", flat=True)),
    "restore": lambda keys: set(
        RestorationTask.objects.filter(pk__in=keys, state=RestorationState.OPEN).values_list("pk", flat=True)
    ),
}
"""Occasions that name a row of their own in the case: the rows that are still owed."""
OPEN_REPLACEMENT = (ReplacementState.SUGGESTED, ReplacementState.PROPOSED, ReplacementState.CONSULTED)


def cases_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """The case is still where the occasion asks for an act, and the row it names is still owed."""
    own = [alert for alert in alerts if alert.each_own]
    stand = list(own_standing(own, on)) if own else []
    alerts = [alert for alert in alerts if not alert.each_own]
    ids = _ids(alerts)
    states = dict(Case.objects.filter(pk__in=ids).values_list("pk", "state"))
    named: dict[str, set[int]] = {}
    for alert in alerts:
        occasion, key = _parts(alert)
        if key is not None:
            named.setdefault(occasion, set()).add(key)
    owed = {occasion: find(named.get(occasion, ())) for occasion, find in OWED.items() if occasion in named}
    open_tasks = RestorationTask.objects.filter(case__in=ids, state=RestorationState.OPEN)
    restoring = set(open_tasks.values_list("case_id", flat=True)) if _plain(alerts) else set()
    for alert in alerts:
        occasion, key = _parts(alert)
        if occasion in OWED:
            stands = key in owed[occasion] if key is not None else alert.thing_id in restoring
        else:
            stands = states.get(alert.thing_id or 0) in STATES.get(occasion, ())
        if stands:
            stand.append(alert.pk)
    return stand


def case_above(alert: Alert, on: date) -> Groups:
    """The leaders of the case: nobody else hears of it, whatever their rank; who is kept out is none of them."""
    case = Case.objects.filter(pk=alert.thing_id or 0).only("leader_ids").first()
    return [set(case.leader_ids)] if case is not None else []


def replacements_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    rows = {row.pk: row for row in Replacement.objects.filter(pk__in=_ids(alerts))}
    return [alert.pk for alert in alerts if _replacement_stands(alert, rows.get(alert.thing_id or 0))]


def replacements_to_read(user: Any) -> QuerySet[Any]:
    """Replacements the reader may read today."""
    return visible_to(user, Replacement.objects.order_by())


def replacement_holders(alerts: Sequence[Alert], on: date) -> Mapping[int, Mapping[int, str]]:
    """Officers on that day: neither concerned, nor kept out, nor who made the proposal it waits for."""
    rows = Replacement.objects.in_bulk(_ids(alerts))
    grants = in_force(on).filter(role=Role.ORGANIZATION_COMMITTEE, user__is_active=True)
    officers = dict(grants.values_list("user_id", "user__person_id"))
    found: dict[int, dict[int, str]] = {}
    for alert in alerts:
        row = rows.get(alert.thing_id or 0)
        if row is None:
            continue
        out = {row.person_id, *row.barred_ids}
        proposer = row.proposed_by_id if alert.occasion == "proposed" else None
        now = [user for user, person in officers.items() if person not in out and user != proposer]
        if now:
            found[alert.pk] = dict.fromkeys(now, ToldAs.OFFICER.value)
    return found


def _replacement_stands(alert: Alert, row: Replacement | None) -> bool:
    if row is None or row.state not in OPEN_REPLACEMENT:
        return False
    occasion, _colon, day = alert.occasion.partition(":")
    if occasion == "suggested":
        return row.state == ReplacementState.SUGGESTED
    if occasion == "due":
        due = row.talk_due_on if row.state == ReplacementState.SUGGESTED else row.decision_due_on
        return due is not None and due.isoformat() == day
    return row.state != ReplacementState.SUGGESTED


def _ids(alerts: Sequence[Alert]) -> list[int]:
    return [alert.thing_id for alert in alerts if alert.thing_id is not None]


def _plain(alerts: Sequence[Alert]) -> bool:
    return any(alert.occasion == "restore" for alert in alerts)


def _parts(alert: Alert) -> tuple[str, int | None]:
    occasion, _colon, rest = alert.occasion.partition(":")
    key = rest.partition(":")[0]
    return occasion, int(key) if key.isdigit() else None


OWN = dict.fromkeys(("own:term:*", "own:statement", "own:summons:#"), "case.own_term")
"""What the person concerned may do up to a day: for oneself, carried up to nobody."""
SOURCES = (
    Source(
        "case",
        _("Discipline cases"),
        rules={
            "submitted:#": "case.decision",
            "draft:#": "case.sign",
            "signal": "case.signal",
            "review": "case.review",
            "limit:*": "case.limit",
            "deliver": "case.deliver",
            "pause:*": "case.pause",
            "answer:*": "case.answer",
            "restore": "case.restore",
            "restore:*": "case.restore",
            **OWN,
        },
        own=frozenset(OWN),
        standing=cases_standing,
        above=case_above,
    ),
    Source(
        "replacement",
        _("Replacements"),
        rules={"suggested": "replacement.suggested", "proposed": "replacement.proposed", "due:*": "replacement.due"},
        standing=replacements_standing,
        readable=replacements_to_read,
        holders=replacement_holders,
    ),
)
