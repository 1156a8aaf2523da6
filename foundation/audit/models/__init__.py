"""Models of the trail: its events, the chain that seals them, its checkpoints and verifications."""

from foundation.audit.models.chain import Checkpoint, Delivery, Seal, Verification
from foundation.audit.models.event import AuditEvent

__all__ = ["AuditEvent", "Checkpoint", "Delivery", "Seal", "Verification"]
