"""Questions about possible avoidance: their rules, the nightly count, the answer of a head."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import SignalKind, SignalSpan
from directives.models import AvoidanceSignal, SignalAnswer, SignalRule
from directives.rules.periods import Period
from directives.rules.signals import Question, Subject, changed, moved_often, questions
from directives.selectors import signals as selectors
from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar

FILE = Path(__file__).resolve().parents[1] / "data" / "signal_rules.yaml"
STILL_COUNTED = timedelta(days=31)
"""For so long what is written into a period that has ended still raises its questions."""


def load_rules(*, by: Actor | None = None) -> int:
    """The rules of directives/data; a kind that has a rule already is left alone. Returns how many were new."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    made = 0
    with recorded(by=by, source="command"):
        known = set(SignalRule.objects.values_list("kind", flat=True))
        for row in rows:
            if row["kind"] not in known:
                SignalRule.objects.create(**row)
                made += 1
    return made


def set_rule(
    *, kind: str, threshold: int, span: str, valid_from: date, legal_basis: str, verified: bool, by: User,
    today: date, note: str = "", source: str = "app",
) -> SignalRule:  # fmt: skip
    """From a day on questions of this kind are asked from another number on; the rule before ends the day before.

    Raises:
        InvalidInput: an unknown kind, a number below 1, a day that has passed, or verified without naming a paper.
        Refused: a rule begins on that day or later already.
    """
    if kind not in SignalKind.values or span not in SignalSpan.values:
        raise InvalidInput(_("This kind of question is not known."), field="kind", code="unknown_kind")
    if threshold < 1:
        raise InvalidInput(_("A question is asked from 1 on at least."), field="threshold", code="threshold_too_low")
    if valid_from < today:
        said = _("A rule is not changed backwards; begin today or later.")
        raise InvalidInput(said, field="valid_from", code="rule_in_the_past")
    if verified and not legal_basis.strip():
        said = _("Name the paper that says this number, or leave the rule unverified.")
        raise InvalidInput(said, field="legal_basis", code="basis_missing")
    with recorded(by=by, source=source):
        _only_one_at_a_time(f"signal-rule {kind}")
        if SignalRule.objects.filter(kind=kind, valid_from__gte=valid_from).exists():
            said = _("A rule of this kind begins on that day or later already.")
            raise Refused(said, field="valid_from", code="rule_overlaps")
        before = SignalRule.objects.filter(kind=kind, valid_to__isnull=True)
        before.update(valid_to=valid_from - timedelta(days=1))
        return SignalRule.objects.create(
            kind=kind, threshold=threshold, span=span, valid_from=valid_from, legal_basis=legal_basis.strip(),
            verified=verified, note=note.strip(),
        )  # fmt: skip


def units_to_count(*, on: date) -> list[int]:
    """Units to look at on a day."""
    periods = {period for rule in selectors.rules_on(on).values() for period in _periods(rule, on)}
    return sorted({unit for period in periods for unit in selectors.units_to_ask(period)})


def raise_signals(*, units: Sequence[int], on: date) -> int:
    """Ask, of these units, what the rows call for; what is no longer so falls. Returns how many questions changed."""
    calendar, written = working_calendar(), 0
    with recorded(by=None, source="task"):
        _only_one_at_a_time("avoidance-signals")
        for kind, rule in selectors.rules_on(on).items():
            group = moved_often if kind == SignalKind.EXTENDED else questions
            for period in _periods(rule, on):
                rows = selectors.facts(kind, period, units=units, on=on, calendar=calendar)
                written += _write(rule, period, group(rows, threshold=rule.threshold), units=units, on=on)
    return written


def answer(*, signal: AvoidanceSignal, text: str, by: User, source: str = "app") -> SignalAnswer:
    """What a head says to a question; it is kept as it was written.

    Raises:
        InvalidInput: nothing was written.
    """
    if not text.strip():
        raise InvalidInput(_("Write the answer."), field="text", code="answer_missing")
    with recorded(by=by, source=source):
        made = SignalAnswer.objects.create(signal=signal, text=text.strip(), by=by)
        record_event(
            table=AvoidanceSignal._meta.db_table,
            object_type="directives.avoidancesignal",
            object_id=signal.pk,
            name="signal.answered",
        )
    return made


def _periods(rule: SignalRule, on: date) -> list[Period]:
    return selectors.periods_to_count(rule, on, back=max(on - STILL_COUNTED, rule.valid_from))


def _write(rule: SignalRule, period: Period, found: dict[Subject, Question], *, units: Sequence[int], on: date) -> int:
    rows = AvoidanceSignal.objects.filter(kind=rule.kind, period=period.first, unit__in=units)
    standing = {(row.unit_id, row.person_id): row for row in rows}
    written = 0
    for subject, question in found.items():
        values = {"rule_id": rule.pk, "count": question.count, "rows": question.rows(), "stands": True}
        row = standing.get(subject)
        if row is None:
            unit, person = subject
            AvoidanceSignal.objects.create(
                kind=rule.kind, unit_id=unit, person_id=person, period=period.first, raised_on=on, counted_on=on,
                **values,
            )  # fmt: skip
            written += 1
        else:
            now = {name: getattr(row, name) for name in values}
            written += _update(row, changed(now, values), on=on)
    for subject, row in standing.items():
        if subject not in found:
            written += _update(row, changed({"stands": row.stands}, {"stands": False}), on=on)
    return written


def _update(row: AvoidanceSignal, values: dict[str, object], *, on: date) -> int:
    if not values:
        return 0
    fresh = {**values, "counted_on": on, "row_version": row.row_version + 1}
    return AvoidanceSignal.objects.filter(pk=row.pk).update(**fresh)


def _only_one_at_a_time(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
