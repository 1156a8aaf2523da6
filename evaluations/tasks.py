"""The outbox tasks of the month: open what is due, remind, go on, move objections, follow discipline."""

from datetime import date

from discipline.selectors.effects import unused_case_ids
from discipline.selectors.restoration import owed_task_ids
from evaluations.enums import CycleState, Step
from evaluations.models import Cycle
from evaluations.selectors.timetable import opens_on
from evaluations.services import discipline_effect, objections, proceeding, reminding
from evaluations.services.opening import months_to_open, open_cycle
from foundation.outbox.chunks import in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.queue import enqueue
from foundation.outbox.registry import Payload, Result, task


@task("evaluations.open_due_cycles")
def open_due_cycles(payload: Payload, progress: Progress) -> Result:
    """Open every month up to the date that was not wholly opened; look again once when its self-assessment begins."""
    on = date.fromisoformat(payload["on"])
    opened = [_open(period, on, progress) for period in months_to_open(on=on)]
    for cycle in Cycle.objects.filter(state=CycleState.OPEN, opened_at__isnull=False):
        begins = opens_on(cycle, Step.SELF.value)
        if begins is not None and on >= begins:
            enqueue("evaluations.top_up", key=f"evaluations.top_up:{cycle.pk}", payload={"cycle": cycle.pk})
    return {"opened": opened}


@task("evaluations.top_up")
def top_up(payload: Payload, progress: Progress) -> Result:
    """Add the sheets of those who came after the month was opened, on the day its self-assessment begins."""
    cycle = Cycle.objects.get(pk=payload["cycle"])
    if cycle.state != CycleState.OPEN:
        return {"opened": []}
    return {"opened": [_open(cycle.period, cycle.period, progress)]}


@task("evaluations.remind")
def remind(payload: Payload, progress: Progress) -> Result:
    """Remind whoever still has something to do in a step that ends or has ended."""
    people = 0
    for call in reminding.calls_due(on=date.fromisoformat(payload["on"])):
        people += reminding.remind(call=call)
        progress.advance(1)
    return {"people": people}


@task("evaluations.proceed")
def proceed(payload: Payload, progress: Progress) -> Result:
    """Move sheets whose self-assessment was not submitted in time on to their superior."""
    waiting = proceeding.waiting_past_deadline(on=date.fromisoformat(payload["on"]))
    progress.expect(len(waiting))
    return {"sheets": in_chunks(waiting, lambda chunk: proceeding.proceed(ids=chunk), progress)}


@task("evaluations.objections")
def move_objections(payload: Payload, progress: Progress) -> Result:
    """Carry unanswered objections up, close answered ones that nobody carried further."""
    on = date.fromisoformat(payload["on"])
    waiting = objections.overdue(on=on)
    progress.expect(len(waiting))
    done = in_chunks(waiting, lambda chunk: objections.move_by_clock(ids=list(chunk), on=on), progress)
    return {"objections": done}


@task("evaluations.follow_discipline")
def follow_discipline(payload: Payload, progress: Progress) -> Result:
    """Propose corrections of published months for decisions and rescissions: of one case, or whatever is left."""
    case = payload.get("case")
    cases = [case] if case is not None else unused_case_ids()
    tasks = owed_task_ids(case)
    progress.expect(len(cases) + len(tasks))
    followed = discipline_effect.end_fallen()

    def measures(chunk: list[int]) -> None:
        followed.add(discipline_effect.follow_measures(case_ids=chunk))

    def rescissions(chunk: list[int]) -> None:
        followed.add(discipline_effect.follow_rescissions(task_ids=chunk))

    in_chunks(cases, measures, progress)
    in_chunks(tasks, rescissions, progress)
    return {
        "proposed": followed.proposed,
        "nothing": followed.nothing,
        "waiting": followed.waiting,
        "ended": followed.ended,
    }


def _open(period: date, on: date, progress: Progress) -> dict[str, object]:
    result = open_cycle(period=period, on=on, by=None, report=lambda done, total: progress.report(done, total=total))
    return {"month": f"{period:%Y-%m}", "created": result.created, "existing": result.existing}
