"""Extensions of a deadline, with the dated limits they keep to."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directives import states
from directives.enums import AssignmentKind, ExtensionState
from directives.models.assignment import Assignment
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders

SETTLED = (ExtensionState.GRANTED.value, ExtensionState.REFUSED.value, ExtensionState.WITHDRAWN.value)


class ExtensionLimit(models.Model):
    """How often and how far a deadline may be moved, from a day on; an empty `kind` holds for every class of task.

    An empty limit does not limit. `max_percent` is the share of the working days first given, over all extensions.
    """

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=AssignmentKind, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    max_times = models.PositiveSmallIntegerField(null=True, blank=True)
    max_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    max_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    only_before_due = models.BooleanField(default=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "-valid_from"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="extension_limit_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="extension_limit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AssignmentExtension(models.Model):
    """One wish for more time and what became of it; nobody asked for one that was granted directly.

    `limit` and `inputs` say by which rule and from which figures it was granted.
    """

    transitions: ClassVar[TransitionTable] = states.EXTENSION

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    from_due_on = models.DateField()
    to_due_on = models.DateField()
    reason = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    working_days = models.PositiveSmallIntegerField(default=0)
    limit = models.ForeignKey(ExtensionLimit, on_delete=models.PROTECT, null=True, related_name="extensions")
    inputs = models.JSONField(default=dict)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settle_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment_id", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.EXTENSION),
            frozen_after(
                states=SETTLED,
                columns=(
                    "assignment_id", "from_due_on", "to_due_on", "reason", "asked_on", "asked_by_id",
                    "settled_on", "settled_by_id", "settle_note",
                ),
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="assignment_extension_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state=ExtensionState.ASKED), name="assignment_extension_one_waits"
            ),
            models.CheckConstraint(condition=Q(to_due_on__gt=F("from_due_on")), name="assignment_extension_is_later"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "settled_on"], name="assignment_extension_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.number}"

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Whose task it is gives oneself no more time."""
        return {"subject": holders(self.assignment.person_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who asked does not grant."""
        return {"asker": holders(self.asked_by_id)}
