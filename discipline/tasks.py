"""The outbox tasks of discipline."""

from collections.abc import Callable
from datetime import date

from discipline.services import clock_work, watch
from foundation.outbox.chunks import RowsFailed, in_chunks
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task


@task("discipline.watch")
def watch_posts(payload: Payload, progress: Progress) -> Result:
    """Suggest replacements where a watch rule speaks, and remind of terms to propose or to decide."""
    on = date.fromisoformat(payload["on"])
    suggested = watch.look(on=on)
    reminded = watch.remind(on=on)
    progress.advance(suggested + reminded)
    return {"suggested": suggested, "reminded": reminded}


@task("discipline.lapse")
def lapse(payload: Payload, progress: Progress) -> Result:
    """Decisions whose months are over by the day lapse."""
    done = clock_work.lapse_due(on=date.fromisoformat(payload["on"]))
    progress.advance(done)
    return {"lapsed": done}


@task("discipline.tell_terms")
def tell_terms(payload: Payload, progress: Progress) -> Result:
    """Tell handlers of the terms that come near or have passed by the day; a row that fails stops no other."""
    failed: dict[int, str] = {}

    def each(ids: list[int], work: Callable[[list[int]], None]) -> int:
        looked = 0
        progress.expect(progress.done + len(ids))
        try:
            looked += in_chunks(ids, work, progress)
        except RowsFailed as error:
            failed.update(error.errors)
        return looked

    looked = clock_work.tell_terms(on=date.fromisoformat(payload["on"]), each=each)
    if failed:
        raise RowsFailed(failed)
    return {"looked": looked}
