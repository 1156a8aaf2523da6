"""What a team writes down on the spot: attendance, samples, checklist. Closed once minutes are drawn up."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from cadres.models import Person
from foundation.audit.triggers import audited, never_deleted
from inspections.enums import Content
from inspections.models.inspection import Inspection
from inspections.visit_enums import AttendanceMark, CheckResult
from organization.models import Unit

_LIVE = (
    "EXISTS (SELECT 1 FROM inspections_minutes m WHERE m.inspection_id = {owner} AND m.kind = 'minutes' "
    "AND m.state IN ('drawn_up', 'signed', 'refused'))"
)


def closed_by_minutes(owner: str = "NEW.inspection_id") -> pgtrigger.Trigger:
    """Nothing is added or changed while minutes stand; `owner` is SQL for the key of the inspection."""
    return pgtrigger.Trigger(
        name="closed_by_minutes",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"IF {_LIVE.format(owner=owner)} THEN RAISE EXCEPTION 'minutes stand: % is closed', TG_TABLE_NAME; "
        "END IF; RETURN NEW;",
    )


class AttendanceLine(models.Model):
    """One person of the unit on the roll; an empty mark: not looked for yet."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=16, choices=AttendanceMark, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    from_register = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    clock_off = models.IntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "division_id", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), closed_by_minutes()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "person"], name="attendance_once_a_person"),
            models.CheckConstraint(
                condition=~Q(mark=AttendanceMark.WITH_REASON) | ~Q(reason=""), name="attendance_reason_is_said"
            ),
            models.CheckConstraint(
                condition=Q(mark="") | Q(seen_at__isnull=False), name="attendance_mark_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.person_id}"


class SampleLine(models.Model):
    """Files drawn from a pile: how many there were, were looked at, failed, and the worst delay in working days."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=300)
    population = models.PositiveIntegerField()
    sample = models.PositiveIntegerField()
    failing = models.PositiveIntegerField()
    worst_delay = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    taken_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), closed_by_minutes()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "number"], name="sample_line_once"),
            models.CheckConstraint(
                condition=Q(sample__gt=0, sample__lte=F("population"), failing__lte=F("sample")),
                name="sample_within_its_population",
            ),
            models.CheckConstraint(condition=Q(worst_delay=0) | Q(failing__gt=0), name="sample_delay_has_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}.{self.number}"


class ChecklistLine(models.Model):
    """What was found about one content item of the inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="checklist")
    item = models.CharField(max_length=12, choices=Content)
    result = models.CharField(max_length=10, choices=CheckResult)
    note = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "item"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), closed_by_minutes()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "item"], name="checklist_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.item}"
