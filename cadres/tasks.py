"""Jobs of the registry: reading and importing staff lists, never in a web worker."""

from typing import Any

from django.utils import timezone

from cadres.services.import_jobs import commit_list, read_list
from foundation.outbox.progress import Progress
from foundation.outbox.registry import task


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
