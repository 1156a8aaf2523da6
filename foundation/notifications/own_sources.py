"""What the ground floor itself alerts of: work that was given up, damaged files, the trail."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.files.models import StoredFile
from foundation.notifications.models import Alert
from foundation.notifications.sources import Source
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job


def jobs_still_dead(alerts: Sequence[Alert], on: date) -> Collection[int]:
    """Ends when the job runs again: what it was given up for is then a new alert."""
    dead = set(
        Job.objects.filter(pk__in=[alert.thing_id for alert in alerts], state=JobState.DEAD).values_list("pk", "claims")
    )
    return [alert.pk for alert in alerts if (alert.thing_id, _number(alert.occasion)) in dead]


def files_still_damaged(alerts: Sequence[Alert], on: date) -> Collection[int]:
    rows = StoredFile.objects.filter(pk__in=[alert.thing_id for alert in alerts], damaged_at__isnull=False)
    damaged = set(rows.values_list("pk", flat=True))
    return [alert.pk for alert in alerts if alert.thing_id in damaged]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


SOURCES = (
    Source("outbox.dead", _("Background work"), rules={"*": "system.job"}, on_worklist=False, standing=jobs_still_dead),
    Source("files.damaged", _("Damaged files"), rules={"*": "system.file"}, standing=files_still_damaged),
    Source("trail.delivery", _("Trail"), rules={"*": "system.trail"}),
    Source("trail.sealer", _("Trail"), rules={"*": "system.trail"}),
    Source("trail.verify", _("Trail"), rules={"*": "system.trail"}),
)
