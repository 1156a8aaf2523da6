"""Jobs of directives."""

from datetime import date

from directives.services import recurring, regulation_reminders, signals, undertaking_reminders
from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task


@task("directives.remind_undertakings")
def remind_undertakings(payload: Payload, progress: Progress) -> Result:
    """Remind those who answer for an undertaking that is due soon or overdue."""
    on = date.fromisoformat(payload["on"])
    ids = list(undertaking_reminders.to_remind(on=on).values_list("pk", flat=True))
    progress.expect(len(ids))
    return {
        "undertakings": in_chunks(ids, lambda chunk: undertaking_reminders.remind(ids=list(chunk), on=on), progress)
    }


@task("directives.give_recurring")
def give_recurring(payload: Payload, progress: Progress) -> Result:
    """Give the tasks that come again and have come due to be given."""
    on = date.fromisoformat(payload["on"])
    ids = list(recurring.due_rules().values_list("pk", flat=True))
    progress.expect(len(ids))
    return {"rules": in_chunks(ids, lambda chunk: recurring.give_due(ids=list(chunk), on=on), progress)}


@task("directives.raise_signals")
def raise_signals(payload: Payload, progress: Progress) -> Result:
    """Count what questions about possible avoidance are asked of, unit by unit."""
    on = date.fromisoformat(payload["on"])
    units = signals.units_to_count(on=on)
    progress.expect(len(units))
    return {"units": in_chunks(units, lambda chunk: signals.raise_signals(units=list(chunk), on=on), progress)}


@task("directives.remind_regulations")
def remind_regulations(payload: Payload, progress: Progress) -> Result:
    """Remind heads of working regulations whose review is due soon or overdue."""
    on = date.fromisoformat(payload["on"])
    ids = list(regulation_reminders.to_remind(on=on).values_list("pk", flat=True))
    progress.expect(len(ids))
    return {"regulations": in_chunks(ids, lambda chunk: regulation_reminders.remind(ids=list(chunk), on=on), progress)}
