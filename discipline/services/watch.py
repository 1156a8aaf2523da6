"""Watch rules suggest that somebody looks at a person's post; they act on nothing, and say what they read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cadres.models import Person
from cadres.rules.retirement import add_months
from discipline.enums import Form, ReplacementState, Replacing
from discipline.models import Replacement
from discipline.rules.book import RuleBook
from discipline.rules.values import Listed
from discipline.selectors import watched
from discipline.selectors.rule_book import book
from discipline.services.replacement_notices import tell_due, tell_suggested
from discipline.services.replacements import create
from foundation.audit.record import recorded
from foundation.workflow.errors import Refused
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar

CONSIDER = {
    "months_at_d": (Replacing.REPLACE, "ct24"),
    "remedy_overdue": (Replacing.REPLACE, "ct24"),
    "undertaking_overdue": (Replacing.REPLACE, "ct24"),
    "repeat_indicators": (Replacing.REPLACE, "ct24"),
    "two_reprimands": (Replacing.DISMISS, "two_reprimands"),
}
"""What a person is asked to consider; whoever proposes may choose another measure and ground. The threshold is data."""
TWELVE_MONTHS = 12
WARN_WORKING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One person of whom a watch rule speaks; `key` is the same for the same facts, `inputs` what was read."""

    rule: str
    key: str
    person_id: int
    facts: str
    inputs: Mapping[str, Any]


def threshold(name: str, on: date) -> Listed | None:
    """The number of a watch rule on a day; None: it does not watch that day."""
    rules = book()
    return rules.watch(name, on) if rules.find(f"watch.{name}", on) else None


def suggest(*, hits: Iterable[Hit], on: date) -> list[Replacement]:
    """One suggestion for each hit, once for the same rule and key, whatever became of it.

    Somebody who left or has no post, and what is open already, gets none.
    """
    made = []
    with recorded(by=None, source="task"):
        rules = book()
        for hit in hits:
            row = _suggest(hit, on, rules)
            if row is not None:
                made.append(row)
    return made


def _suggest(hit: Hit, on: date, rules: RuleBook) -> Replacement | None:
    if Replacement.objects.filter(watch_rule=hit.rule, watch_key=hit.key).exists():
        return None
    person = Person.objects.select_related("unit").get(pk=hit.person_id)
    kind, ground = CONSIDER[hit.rule]
    if not any(one.key == ground for one in rules.replacement_grounds(on)):
        ground = "ct24"
        kind = Replacing.REPLACE
    watch = rules.watch(hit.rule, on)
    explained = {"watch": {**watch.ground.as_json(), "threshold": watch.value, "inputs": dict(hit.inputs)}}
    try:
        with transaction.atomic():
            row = create(
                person=person, kind=kind, ground=ground, facts=hit.facts, arose_on=on, today=on, by=None,
                watch_rule=hit.rule, watch_key=hit.key, explained=explained,
                cases=hit.inputs.get("cases", ()), source="task",
            )  # fmt: skip
    except (Refused, IntegrityError):  # left, without a unit, open already, or another worker was first
        return None
    tell_suggested(row)
    return row


def look(*, on: date) -> int:
    """What the rooms up to this one know: overdue undertakings, reprimands in a term, the same indicator again."""
    hits = [*_overdue_undertakings(on), *_reprimands(on), *_same_indicator(on)]
    return len(suggest(hits=hits, on=on))


def remind(*, on: date) -> int:
    """Tell the officers of terms that end within three working days or are over; once a term."""
    last = add_working_days(on, WARN_WORKING_DAYS, working_calendar())
    told = 0
    with recorded(by=None, source="task"):
        for row in watched.near_their_term(last):
            due = row.talk_due_on if row.state == ReplacementState.SUGGESTED else row.decision_due_on
            if due is not None:
                tell_due(row, due)
                told += 1
    return told


def _overdue_undertakings(on: date) -> list[Hit]:
    limit = threshold("undertaking_overdue", on)
    if limit is None:
        return []
    found = []
    for row in watched.undertakings_due_before(on - timedelta(days=limit.value)):
        words = {"code": row.code, "title": row.title, "day": f"{row.due_on:%d/%m/%Y}", "days": (on - row.due_on).days}
        facts = _("Undertaking %(code)s (%(title)s) was due on %(day)s, %(days)s days ago, and is not done.") % words
        inputs = {"undertaking": row.code, "due_on": row.due_on.isoformat(), "on": on.isoformat()}
        found.append(Hit("undertaking_overdue", row.code, row.responsible_id, facts, inputs))
    return found


def _reprimands(on: date) -> list[Hit]:
    limit, term = threshold("two_reprimands", on), threshold("term", on)
    if limit is None or term is None:
        return []
    since = add_months(on, -term.value)
    found = []
    for person_id, cases in watched.decided_since(since, form=Form.REPRIMAND).items():
        if len(cases) >= limit.value:
            numbers = ", ".join(case.number for case in cases)
            facts = _("%(count)s reprimands since %(day)s: decisions no. %(numbers)s.") % {
                "count": len(cases), "day": f"{since:%d/%m/%Y}", "numbers": numbers,
            }  # fmt: skip
            inputs = {"cases": [case.case_id for case in cases], "since": since.isoformat()}
            found.append(Hit("two_reprimands", f"{person_id}:{cases[-1].case_id}", person_id, facts, inputs))
    return found


def _same_indicator(on: date) -> list[Hit]:
    limit = threshold("repeat_indicators", on)
    if limit is None:
        return []
    since = add_months(on, -TWELVE_MONTHS)
    found = []
    for person_id, cases in watched.decided_since(since).items():
        for code in sorted({case.indicator for case in cases if case.indicator}):
            same = [case for case in cases if case.indicator == code]
            if len(same) >= limit.value:
                numbers = ", ".join(case.number for case in same)
                facts = _("Indicator %(code)s %(count)s times within 12 months: decisions no. %(numbers)s.") % {
                    "code": code, "count": len(same), "numbers": numbers,
                }  # fmt: skip
                inputs = {"cases": [case.case_id for case in same], "indicator": code}
                key = f"{person_id}:{code}:{same[-1].case_id}"
                found.append(Hit("repeat_indicators", key, person_id, facts, inputs))
    return found
