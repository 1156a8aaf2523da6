"""Review of a signal: taken up, dismissed, or answered by a measure that is not discipline."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.enums import Effect
from discipline.models import Case, SoftMeasure
from discipline.selectors.rule_book import book
from discipline.services.naming import bar_relatives
from discipline.services.taking import need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput


def take_up(*, case: Case, by: User, today: date, source: str = "app") -> Case:
    """Begin the review; relatives declared since are kept out first."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        bar_relatives(row, on=today, by=by)
        return move(row, "take_up", by=by, source=source)


def dismiss(*, case: Case, reason: str, today: date, by: User, source: str = "app") -> Case:
    """The signal leads to nothing; it never shows in the person's evaluation."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        done: Case = move(row, "dismiss", by=by, reason=reason, changes={"closed_on": today}, source=source)
        settle(done, "signal", "review", by=by)
        return done


def settle_otherwise(
    *,
    case: Case,
    kind: str,
    notified_on: date,
    text: str,
    document: str,
    reason: str,
    today: date,
    by: User,
    effect: str = Effect.NONE,
    period: date | None = None,
    remedy_due_on: date | None = None,
    source: str = "app",
) -> Case:
    """Answer a signal with a reminder, criticism or lesson drawn: recorded apart, never called discipline.

    Raises:
        InvalidInput: an unknown measure, an effect without its month, a remedy due before the notice.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        not_before(not_after(notified_on, today, "notified_on"), row.discovered_on, "notified_on")
        if kind not in {one.key for one in book().soft_measures(notified_on)}:
            raise InvalidInput(_("The rules of that day know no such measure."), field="kind", code="measure_unknown")
        if effect not in Effect.values or (effect != Effect.NONE and period is None):
            raise InvalidInput(_("Name the month whose scorer is to see it."), field="period", code="period_missing")
        if remedy_due_on is not None and remedy_due_on < notified_on:
            raise InvalidInput(
                _("The remedy is due before the notice."), field="remedy_due_on", code="remedy_before_notice"
            )
        done: Case = move(row, "settle_otherwise", by=by, reason=reason, changes={"closed_on": today}, source=source)
        SoftMeasure.objects.create(
            case=done,
            kind=kind,
            notified_on=notified_on,
            effect=effect,
            period=period.replace(day=1) if period else None,
            remedy_due_on=remedy_due_on,
            text=need(text, "text"),
            document=need(document, "document"),
            by=by,
        )
        settle(done, "signal", "review", by=by)
        tell_concerned(
            done, occasion="measure", title=gettext_noop("A notice for you: %(code)s"), on=remedy_due_on, by=by
        )
        return done
