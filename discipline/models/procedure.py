"""What was done for the person concerned: pauses, deliveries, reading of the file, statements, summons, sittings."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from discipline.enums import Attendance, DeliveryKind, Manner, SeatRole, Session
from discipline.models.case import Case
from foundation.audit.triggers import append_only, audited, never_deleted

ACCOUNT = settings.AUTH_USER_MODEL


class Pause(models.Model):
    """A stretch in which the handling limit does not run: ground, proof, day of review; no health detail."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    ground = models.CharField(max_length=40)
    proof = models.CharField(max_length=300)
    from_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    added_by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "from_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on__isnull=True), name="case_paused_once"),
            models.CheckConstraint(condition=Q(review_on__gte=F("from_on")), name="case_pause_reviewed_later"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")), name="case_pause_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"


class Delivery(models.Model):
    """One paper given to somebody: when, how, and the day of receipt that starts a term."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=12, choices=DeliveryKind)
    received_on = models.DateField()
    manner = models.CharField(max_length=12, choices=Manner)
    receiver = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "kind"], name="case_delivery_kind")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class FileReading(models.Model):
    """The person concerned, or a representative, was given the file to read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="file_readings")
    on = models.DateField()
    reader = models.CharField(max_length=160)
    what = models.CharField(max_length=300)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class Statement(models.Model):
    """The self-criticism or a further explanation of the person concerned, or the record that none was handed in."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    submitted_on = models.DateField()
    handed_in = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    named_form = models.CharField(max_length=24, blank=True)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="case_statement_once"),
            models.CheckConstraint(condition=Q(handed_in=False) | ~Q(text=""), name="case_statement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class Summons(models.Model):
    """The first or second summons to a sitting, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="summonses")
    session = models.CharField(max_length=8, choices=Session)
    number = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    sitting_on = models.DateField()
    place = models.CharField(max_length=200)
    received_on = models.DateField(null=True, blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "session", "number"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "session", "number"], name="case_summons_once"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="case_summons_first_or_second"),
            models.CheckConstraint(condition=Q(sitting_on__gte=F("sent_on")), name="case_summons_before_the_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.session} {self.number}"


class Sitting(models.Model):
    """The minutes of a review meeting or of the council: who sat, what was proposed, counts of ballots, never votes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sittings")
    session = models.CharField(max_length=8, choices=Session)
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    invited = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    subject_present = models.BooleanField()
    subject_heard = models.TextField(blank=True)
    minutes = models.TextField()
    ballots = models.JSONField(default=dict)
    proposed_form = models.CharField(max_length=24, blank=True)
    by = models.ForeignKey(ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "held_on", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(attended__lte=F("invited")), name="case_sitting_no_more_than_invited"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.session} {self.held_on}"


class Seat(models.Model):
    """One seat of the disciplinary council: who fills it, and the statement that no tie or interest exists."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=SeatRole)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=160)
    appointed_on = models.DateField()
    declared_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            pgtrigger.Trigger(
                name="nobody_kept_out_sits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__ended_on__isnull=True),
                func=(
                    "IF EXISTS (SELECT 1 FROM discipline_case c WHERE c.id = NEW.case_id AND NEW.person_id = "
                    "ANY(c.barred_ids)) THEN RAISE EXCEPTION 'person % is kept out of case %', NEW.person_id, "
                    "NEW.case_id; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(ended_on__isnull=True), name="case_seat_filled_once"
            ),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_on__isnull=True), name="case_seat_one_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"
