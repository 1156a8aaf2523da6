"""Alerts of rotation: which ask for an act, which still stand, and why a person has or has none."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.enums_rotation import CLOSED, STAGES, ItemState, ReliefState, RotationState
from cadres.models import Person, RotationCase, RotationItem, RotationRelief
from cadres.rules.retirement import add_months
from cadres.rules.rotation import Limit
from cadres.selectors.rotation_clocks import clocks, clocks_of
from cadres.selectors.rotation_posts import MOVING, SPEAKING
from cadres.selectors.rotation_recipients import BY_CLOCK, holders
from cadres.selectors.ties import related_to
from foundation.access import visible_to
from foundation.notifications.models import Alert
from foundation.notifications.sources import Source

KIND = "rotation"


def rotation_standing(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """The case still waits where the alert found it, for the same day."""
    ids = [alert.thing_id for alert in alerts if alert.thing_id is not None]
    cases = {row[0]: row[1:] for row in RotationCase.objects.filter(pk__in=ids).values_list("pk", "state", "due_on")}
    reliefs = set(
        RotationRelief.objects.filter(case__in=ids, state=ReliefState.GRANTED).values_list("case_id", "until")
    )
    proposed = set(RotationRelief.objects.filter(case__in=ids, state=ReliefState.PROPOSED).values_list("pk", flat=True))
    items = dict(RotationItem.objects.filter(case__in=ids).values_list("pk", "state"))
    unanswered = set(
        RotationItem.objects.filter(case__in=ids, state=ItemState.SIGNED, answered_on=None).values_list("pk", flat=True)
    )
    stand = []
    for alert in alerts:
        state, due_on = cases.get(alert.thing_id or 0, ("", None))
        occasion, _colon, rest = alert.occasion.partition(":")
        if occasion in BY_CLOCK:
            stands = state in STAGES and due_on == alert.due_on
        elif occasion == "handover":
            stands = state == RotationState.DECIDED
        elif occasion == "relief":
            stands = any(case_id == alert.thing_id and f"{until}" == rest for case_id, until in reliefs)
        elif occasion == "propose":
            stands = _number(rest) in proposed
        elif occasion == "sign":
            stands = items.get(_number(rest)) == ItemState.PROPOSED
        else:
            stands = _number(rest) in unanswered
        if stands:
            stand.append(alert.pk)
    return stand


def cases_to_deal_with(user: Any) -> QuerySet[Any]:
    """Cases the reader deals with today."""
    return visible_to(user, RotationCase.objects.order_by(), "list")


def cases_about(person_id: int) -> QuerySet[Any]:
    """Keys of the cases about a person or a relative: no alert of them is read, none heard of as a superior."""
    apart = {person_id, *related_to(person_id, timezone.localdate())}
    return RotationCase.objects.filter(person_id__in=apart).order_by().values("pk")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def explain(user: Any, code: str, on: date) -> Sequence[str]:
    """Sentences on each clock of the person with this code: when it is due, when it tells, what keeps it silent."""
    person = visible_to(user, Person.objects.all()).filter(code=code.upper()).first()
    if person is None:
        return [_("There is no person “%(code)s” within your reach.") % {"code": code}]
    readable = {(one.posting_id, one.code) for one in clocks(on=on, people=[person.pk], reader=user)}
    cases = {
        case.rule_code: case
        for case in visible_to(user, RotationCase.objects.filter(person=person).exclude(state__in=CLOSED))
    }
    said: list[str] = []
    for one in clocks_of(person.pk, on=on):
        if (one.clock.posting_id, one.clock.code) not in readable:
            continue
        clock, limit = one.clock, Limit.read(one.rule.value)
        words = {"rule": clock.code, "start": f"{clock.start_on:%d/%m/%Y}"}
        if clock.due_on is None:
            said.append(_("Rule %(rule)s counts since %(start)s and sets no end: it never tells.") % words)
            continue
        words |= {"due": f"{clock.due_on:%d/%m/%Y}", "months": ", ".join(str(n) for n in limit.alerts)}
        said.append(
            _("Rule %(rule)s: in the post since %(start)s, due on %(due)s; it tells %(months)s months before.") % words
        )
        case = cases.get(clock.code)
        said.append(_spoken_for(case, cases) or _kept_silent(case, clock.due_on, limit, on))
    # One answer, whether there is nothing or nothing for this reader: it must not tell which.
    return said or [
        _("No rule of rotation that you deal with counts for %(name)s on this day.") % {"name": person.full_name}
    ]


def _spoken_for(case: RotationCase | None, cases: Mapping[str, RotationCase]) -> str:
    """Of a case whose post another rule speaks for: which; empty where it speaks for itself."""
    if case is None or case.state not in SPEAKING:
        return ""
    beside = [one for one in cases.values() if one.pk != case.pk and one.posting_id == case.posting_id]
    open_now = Alert.objects.filter(thing=KIND, thing_id__in=[one.pk for one in beside], ended_at=None, waits=True)
    speaking = set(open_now.exclude(series="").values_list("thing_id", flat=True))
    for one in beside:
        words = {"rule": one.rule_code, "code": one.code}
        if one.state in MOVING:
            return _("A move is under way by rule %(rule)s, case %(code)s: it answers for the post.") % words
        if one.pk in speaking:
            return _("Rule %(rule)s is the earliest for this post and speaks for it: case %(code)s.") % words
    return ""


def _kept_silent(case: RotationCase | None, due_on: date, limit: Limit, on: date) -> str:
    if case is not None and case.state not in STAGES:
        state = {"code": case.code, "state": RotationState(case.state).label}
        return _("Case %(code)s stands at “%(state)s”: while it does, no alert of its day is due.") % state
    ahead = [months for months in sorted(limit.alerts) if add_months(on, months) < due_on]
    if case is not None:
        open_now = (
            Alert.objects.filter(thing=KIND, thing_id=case.pk, ended_at=None, waits=True).order_by("-step").first()
        )
        if open_now is not None:
            told = {"day": f"{open_now.computed_on:%d/%m/%Y}", "rule": open_now.rule_title}
            return _("An alert stands since %(day)s: %(rule)s.") % told
    if ahead and due_on > on:
        return _("The next alert comes %(months)s months before that day.") % {"months": max(ahead)}
    return _("The next night raises it, if the case is open.")


SOURCE = Source(
    KIND,
    gettext_lazy("Rotation"),
    rules={
        "before:*": "rotation.before",
        "due:*": "rotation.due",
        "overdue:*": "rotation.due",
        "noplan:*": "rotation.no_plan",
        "handover:*": "rotation.hand_over",
        "relief:*": "rotation.relief",
        "propose:#": "rotation.relief",
        "sign:#": "rotation.signature",
        "opinion:#": "rotation.opinion",
    },
    confined=False,
    chooses=frozenset({"rotation.before", "rotation.due", "rotation.no_plan"}),
    standing=rotation_standing,
    explain=explain,
    about=cases_about,
    readable=cases_to_deal_with,
    holders=holders,
)
