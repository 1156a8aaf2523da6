"""Who knows a sealed inspection, who is called to it, and who is kept out of it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from foundation.audit.triggers import audited, never_deleted
from inspections.enums import ConflictGround, DutyRole, KnowerGround
from inspections.models.inspection import Inspection, new_public_id

_ARRAY = (
    "COALESCE((SELECT array_agg(DISTINCT r.{key} ORDER BY r.{key}) FROM {table} r WHERE r.inspection_id = "
    "NEW.inspection_id AND r.ended_on IS NULL{more}), ARRAY[]::bigint[])"
)


def _kept(table: str, key: str, **columns: str) -> str:
    wanted = ", ".join(
        f"{column} = {_ARRAY.format(table=table, key=key, more=more)}" for column, more in columns.items()
    )
    return f"UPDATE inspections_inspection SET {wanted} WHERE id = NEW.inspection_id; RETURN NULL;"  # noqa: S608  fixed words


def _keeps(name: str, func: str) -> pgtrigger.Trigger:
    operation = pgtrigger.Insert | pgtrigger.Update
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=operation, func=func)


class Knower(models.Model):
    """One account knows one sealed target, on a ground, from a moment of the database's clock; ended, never removed."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="knowers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=KnowerGround)
    since = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "since", "user"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            _keeps("knows_the_target", _kept("inspections_knower", "user_id", knower_ids="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "user", "ground"], name="knower_once_a_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.user_id}"


class Duty(models.Model):
    """The call of one member to one inspection: when and where to meet; the target shows from the moment of reveal.

    It repeats the window and the meeting place, so that whoever is called reads them without reading the inspection.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=DutyRole)
    window_from = models.DateTimeField()
    window_to = models.DateTimeField()
    meeting_place = models.CharField(max_length=200)
    called_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["window_from", "public_id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            _keeps(
                "called_to_the_inspection",
                _kept("inspections_duty", "user_id", leader_ids=" AND r.role = 'lead'", member_ids=""),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["inspection", "user"], condition=Q(ended_on__isnull=True), name="duty_once"
            ),
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(role=DutyRole.LEAD, ended_on__isnull=True), name="duty_has_one_lead"
            ),
            models.CheckConstraint(condition=Q(window_to__gt=F("window_from")), name="duty_window_ends_later"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "window_from"], name="duty_user")]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class Conflict(models.Model):
    """One person may not take part in one inspection, on a ground, found by the system or declared; never removed."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=14, choices=ConflictGround)
    note = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["inspection", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            _keeps("kept_out_of_the_inspection", _kept("inspections_conflict", "person_id", barred_ids="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "person", "ground"], name="conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.person_id}"
