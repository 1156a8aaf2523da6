"""Tells the people who keep and who audit the system that the trail needs them; each matter once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.selectors.grants import in_force
from foundation.audit.selectors import chain_state, undelivered
from foundation.audit.targets import targets
from foundation.audit.verifying.findings import Verdict
from foundation.notifications.notify import mark_handled, notify_many

PATIENCE = timedelta(minutes=10)
IN_TIME = gettext_noop("Ends when a later look finds the trail in order.")


def watchers(on: date) -> list[int]:
    """Accounts of system administrators and auditors."""
    rows = in_force(on).filter(role__in=[Role.SYSTEM_ADMIN, Role.AUDITOR], user__is_active=True)
    return sorted(set(rows.values_list("user_id", flat=True)))


def look(*, now: datetime, on: date) -> int:
    """Alert of checkpoints that did not arrive and of a sealer that stands still. Returns the matters found.

    A matter is named by its first checkpoint or its first entry, so that every look within one outage says the same.
    """
    found = 0
    state = chain_state()  # before anything is told: an alert is itself an entry that waits for the sealer
    owed = undelivered(before=now - PATIENCE)
    for target in targets():
        if target.name not in owed:
            mark_handled(dedupe_prefix=f"trail.delivery:{target.name}", by=None)
    for target_name, first in owed.items():
        found += 1
        _tell(
            on,
            f"trail.delivery:{target_name}:{first}",
            gettext_noop("Checkpoints of the trail do not arrive"),
            gettext_noop("%(target)s has not taken a checkpoint for ten minutes, from number %(first)s on."),
            {"target": target_name, "first": first},
        )
    if state.oldest_unsealed_at is not None and now - state.oldest_unsealed_at > PATIENCE:
        found += 1
        _tell(
            on,
            f"trail.sealer:{state.sealed}",
            gettext_noop("The trail is not being sealed"),
            gettext_noop("Entries wait for more than ten minutes. Look whether the process `sealer` runs."),
            {},
        )
    else:
        mark_handled(dedupe_prefix="trail.sealer", by=None)
    return found


def tell_of(verdict: Verdict, *, on: date) -> None:
    """Alert of a verification that was not in order."""
    first = verdict.first_bad
    _tell(
        on,
        f"trail.verify:{on.isoformat()}",
        gettext_noop("The trail is not what it was"),
        gettext_noop("The verification of %(on)s found: first bad entry %(seq)s, rows unlike the trail %(rows)s."),
        {"on": on.isoformat(), "seq": first["seq"] if first else "-", "rows": len(verdict.rows)},
    )


def in_order() -> None:
    """A later verification of the whole trail found nothing: what the earlier ones said is over."""
    mark_handled(dedupe_prefix="trail.verify", by=None)


def _tell(on: date, matter: str, title: str, body: str, params: dict[str, object]) -> None:
    with transaction.atomic():
        notify_many(
            user_ids=watchers(on),
            kind="audit.trail",
            dedupe=matter,
            title=title,
            body=body,
            params=params,
            ends_when=IN_TIME,
        )
