"""How the trail stands: how much of it is sealed, signed, delivered and verified."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from foundation.audit.models import AuditEvent, Checkpoint, Delivery, Seal, Verification
from foundation.audit.targets import targets


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """The newest checkpoint; `delivered` names the targets outside the database that have it."""

    number: int
    at: datetime
    seq: int
    delivered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerificationState:
    """The newest verification; `first_bad` is {"seq", "why"} or None, `bad_rows` counts rows unlike their image."""

    at: datetime
    ok: bool
    entries: int
    first_bad: dict[str, Any] | None
    bad_rows: int


@dataclass(frozen=True, slots=True)
class ChainState:
    """`head` is the newest hash in hexadecimal, "" before the first seal."""

    entries: int
    sealed: int
    unsealed: int
    oldest_unsealed_at: datetime | None
    head: str
    last_checkpoint: CheckpointState | None
    last_verification: VerificationState | None


def chain_state() -> ChainState:
    """The trail at this moment; reads a handful of index entries, however long the trail is."""
    last = Seal.objects.order_by("-seq").first()
    waiting = AuditEvent.objects.all()
    if last is not None:
        waiting = waiting.filter(behind(last.transaction_id, last.event_id))
    unsealed = waiting.count()
    oldest = waiting.order_by("at").values_list("at", flat=True).first() if unsealed else None
    sealed = last.seq if last is not None else 0
    return ChainState(
        entries=sealed + unsealed,
        sealed=sealed,
        unsealed=unsealed,
        oldest_unsealed_at=oldest,
        head=bytes(last.hash).hex() if last is not None else "",
        last_checkpoint=_last_checkpoint(),
        last_verification=_last_verification(),
    )


def behind(transaction_id: int, event_id: int) -> Q:
    """Events after this place in the order of sealing."""
    later = Q(transaction_id__gt=transaction_id)
    return Q(transaction_id__gte=transaction_id) & (later | Q(transaction_id=transaction_id, id__gt=event_id))


def undelivered(*, before: datetime) -> dict[str, int]:
    """Target -> the first checkpoint older than `before` that it has not got; targets that miss none are left out."""
    found = {}
    for target in targets():
        last = Delivery.objects.filter(target=target.name).aggregate(last=Max("checkpoint_number"))["last"] or 0
        late = Checkpoint.objects.filter(number__gt=last, at__lt=before - target.every).order_by("number").first()
        if late is not None:
            found[target.name] = late.number
    return found


def _last_checkpoint() -> CheckpointState | None:
    last = Checkpoint.objects.order_by("-number").first()
    if last is None:
        return None
    targets = Delivery.objects.filter(checkpoint_number=last.number).order_by("target")
    return CheckpointState(last.number, last.at, last.seq, tuple(targets.values_list("target", flat=True)))


def _last_verification() -> VerificationState | None:
    last = Verification.objects.order_by("-id").first()
    if last is None:
        return None
    return VerificationState(last.at, last.ok, last.entries, last.first_bad, len(last.rows))
