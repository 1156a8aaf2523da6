"""Jobs of the registry: staff lists read and imported, never in a web worker; the night of rotation."""

from datetime import date
from typing import Any

from django.utils import timezone

from cadres.services.import_jobs import commit_list, read_list
from cadres.services.rotation_night import rotation_night
from cadres.services.rotation_proposals import work_out
from foundation.outbox.progress import Progress
from foundation.outbox.registry import Payload, Result, task


@task("cadres.read_roster")
def read_roster(payload: dict[str, Any], progress: Progress) -> dict[str, Any] | None:
    """Payload: import_id."""
    progress.expect(1)
    done = read_list(import_id=int(payload["import_id"]))
    progress.advance(1)
    return done


@task("cadres.commit_roster")
def commit_roster(payload: dict[str, Any], progress: Progress) -> dict[str, Any] | None:
    """Payload: import_id."""
    progress.expect(1)
    done = commit_list(import_id=int(payload["import_id"]), now=timezone.now())
    progress.advance(1)
    return done


@task("cadres.rotation_night")
def rotate_at_night(payload: Payload, progress: Progress) -> Result:
    """Rotation cases follow their clocks, deferrals run out, people are told."""
    night = rotation_night(on=date.fromisoformat(payload["on"]), step=progress.advance)
    return night.as_json()


@task("cadres.propose_round")
def propose_round(payload: Payload, progress: Progress) -> Result:
    """Who could go where in a round; writes nothing but its own result."""
    progress.expect(1)
    found = work_out(payload)
    progress.advance(1)
    return found
