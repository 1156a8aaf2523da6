"""A proposed correction of a published sheet: one person proposes, another puts it into force."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations import states
from evaluations.enums import Grade, RevisionKind, RevisionState
from evaluations.models.evaluation import Evaluation
from evaluations.models.objection import Objection
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders

PROPOSAL_COLUMNS = (
    "code", "evaluation_id", "objection_id", "kind", "reason", "document", "document_date", "quota_document", "lines",
    "total", "proposed_grade", "proposal", "grade", "departure_reason", "proposed_by_id", "proposed_at", "source",
)  # fmt: skip
SETTLED_COLUMNS = ("settled_by_id", "settled_at", "settle_note", "quota")


class Revision(models.Model):
    """What the next version of a sheet is to say, and why; never edited: withdraw it and propose another.

    `evaluation` is the version that would fall; the version made of it is `evaluation.superseded_by`. `lines` are the
    superior's lines as they are to be. `proposed_by` is empty where another part of the system proposed it.
    `quota` is how the unit's share of A stood when it was put into force. `source` is the key of what the system
    proposed it for, so that it proposes each once.
    """

    transitions: ClassVar[TransitionTable] = states.REVISION

    code = models.CharField(max_length=30, unique=True)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="revisions")
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, null=True, related_name="revisions")
    kind = models.CharField(max_length=12, choices=RevisionKind)
    reason = models.TextField()
    document = models.CharField(max_length=160, blank=True)
    document_date = models.DateField(null=True)
    quota_document = models.CharField(max_length=160, blank=True)
    lines = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    proposed_grade = models.CharField(max_length=1, choices=Grade, blank=True)
    proposal = models.JSONField(null=True)
    grade = models.CharField(max_length=1, choices=Grade)
    departure_reason = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=RevisionState, default=RevisionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settle_note = models.TextField(blank=True)
    quota = models.JSONField(null=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at", "-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.REVISION),
            frozen_after(
                states=[state for state in RevisionState.values if state != RevisionState.PROPOSED],
                columns=[*PROPOSAL_COLUMNS, *SETTLED_COLUMNS],
            ),
            pgtrigger.Trigger(
                name="proposal_never_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "IF "
                    + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in PROPOSAL_COLUMNS)
                    + " THEN RAISE EXCEPTION 'a proposal is never edited: %', OLD.id; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(state=RevisionState.PROPOSED), name="revision_one_open_a_sheet"
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(state=RevisionState.EXECUTED), name="revision_one_executed_a_sheet"
            ),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="revision_once_a_source"),
            models.CheckConstraint(
                condition=~Q(state__in=[RevisionState.EXECUTED, RevisionState.REFUSED])
                | (Q(settled_by__isnull=False) & (Q(proposed_by__isnull=True) | ~Q(settled_by=F("proposed_by")))),
                name="revision_second_person",
            ),
            models.CheckConstraint(
                condition=Q(grade=F("proposed_grade")) | ~Q(departure_reason=""),
                name="revision_departure_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__range=(0, 100)), name="revision_total_in_range"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-proposed_at", "-id"], name="revision_state_newest"),
        ]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Subject, who proposed, and who decides the unit or decided the grade that would fall."""
        sheet = self.evaluation
        proposer = self.proposed_by.person_id if self.proposed_by else None
        decided = sheet.decided_by.person_id if sheet.decided_by else None
        return {
            "subject": sheet.duty_persons()["subject"],
            "proposer": holders(proposer),
            "decider": holders(sheet.decider_id, decided),
        }

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """The same as accounts: an officer need not stand in the registry."""
        return {"proposer": holders(self.proposed_by_id), "decider": holders(self.evaluation.decided_by_id)}
