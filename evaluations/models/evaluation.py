"""One sheet: one person, or one unit, in one month."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cadres.enums import PositionKind
from cadres.models import Person
from evaluations import states
from evaluations.enums import EvaluationState, Grade, SubjectGroup
from evaluations.models.cycle import Cycle, UnitCycle
from evaluations.models.superseding import superseding_by_two
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit

DECIDED_COLUMNS = (
    "cycle_id", "unit_cycle_id", "person_id", "unit_id", "division_id", "subject_group", "scores", "self_total",
    "total", "grade", "proposed_grade", "proposal", "departure_reason", "decided_by_id", "worked_days",
    "version", "supersedes_id", "decided_at", "published_at", "self_note", "superior_id", "decider_id", "scored_by_id",
    "post_title", "position_kind", "self_missing", "self_late",
)  # fmt: skip


class Evaluation(models.Model):
    """A sheet. Unit, post and evaluators are frozen when the month opens.

    `scores` is {"self": {criterion: line}, "superior": {...}} with line = {"points": "9.5", "deductions": [...],
    "reason": ""}; a criterion without a line is not scored, which is never zero.
    `person` is empty on the sheet of a unit itself. `superior` is who scores, `decider` who decides;
    `scored_by` is who really scored last: where the decider scored in the superior's place the two steps are one.
    """

    transitions: ClassVar[TransitionTable] = states.EVALUATION

    # Without an index of their own: a longer one in Meta begins with each of them.
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="evaluations", db_index=False)
    unit_cycle = models.ForeignKey(UnitCycle, on_delete=models.PROTECT, related_name="evaluations", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="evaluations", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations", db_index=False)
    division = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    post_title = models.CharField(max_length=160, blank=True)
    position_kind = models.CharField(max_length=20, choices=PositionKind, blank=True)
    subject_group = models.CharField(max_length=10, choices=SubjectGroup)
    superior = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="sheets_to_score", db_index=False
    )
    decider = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sheets_to_decide")
    sort_key = models.CharField(max_length=400, db_collation="C", blank=True)
    state = models.CharField(max_length=16, choices=EvaluationState, default=EvaluationState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    scores = models.JSONField(default=dict)
    self_note = models.TextField(blank=True)
    self_submitted_at = models.DateTimeField(null=True, blank=True)
    self_missing = models.BooleanField(default=False)
    self_late = models.BooleanField(default=False)
    superior_opened_at = models.DateTimeField(null=True, blank=True)
    scored_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    self_total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    worked_days = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    proposed_grade = models.CharField(max_length=1, choices=Grade, blank=True)
    proposal = models.JSONField(null=True)
    grade = models.CharField(max_length=1, choices=Grade, blank=True)
    departure_reason = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["cycle", "sort_key", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.EVALUATION, born_otherwise=pgtrigger.Q(new__supersedes__isnull=False)),
            *superseding_by_two(),
            frozen_after(states=[EvaluationState.PUBLISHED.value], columns=[*DECIDED_COLUMNS, "state"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cycle", "person", "version"], condition=Q(person__isnull=False), name="sheet_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["cycle", "unit", "version"], condition=Q(person__isnull=True), name="sheet_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, subject_group=SubjectGroup.UNIT)
                | (Q(person__isnull=False) & ~Q(subject_group=SubjectGroup.UNIT)),
                name="sheet_of_a_person_or_of_the_unit",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__range=(0, 100)), name="sheet_total_in_range"
            ),
            models.CheckConstraint(
                condition=Q(self_total__isnull=True) | Q(self_total__range=(0, 100)), name="sheet_self_total_in_range"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EvaluationState.DECIDED, EvaluationState.PUBLISHED]) | ~Q(grade=""),
                name="sheet_decided_has_a_grade",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EvaluationState.DECIDED, EvaluationState.PUBLISHED])
                | Q(grade=models.F("proposed_grade"))
                | ~Q(departure_reason=""),
                name="sheet_departure_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, version=1) | Q(supersedes__isnull=False, version__gt=1),
                name="sheet_version_supersedes",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "cycle"], name="sheet_person_cycle"),
            models.Index(fields=["unit_cycle", "sort_key"], name="sheet_unit_cycle_sort"),
            models.Index(fields=["superior", "cycle", "sort_key"], name="sheet_superior"),
            models.Index(fields=["cycle", "state"], name="sheet_cycle_state"),
            models.Index(fields=["unit", "cycle"], name="sheet_unit_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.person_id or self.unit_id} v{self.version}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Subject and proposer.

        The subject of a unit's own sheet is the unit's head. The superior proposes; where superior and decider are
        one person the two steps are one and nobody proposes.
        """
        proposer = self.superior_id if self.superior_id != self.decider_id else None
        return {
            "subject": holders(self.person_id or self._head_of_unit()),
            "proposer": holders(proposer),
        }

    def _head_of_unit(self) -> int | None:
        months = UnitCycle.objects.filter(cycle_id=self.cycle_id, unit_id=self.unit_id)
        head: int | None = months.values_list("decider_id", flat=True).first()
        return None if head == self.decider_id else head
