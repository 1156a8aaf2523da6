"""One matter that people are told of: why it was raised, when, what ends it, who ended it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from foundation.audit.triggers import audited, never_deleted
from foundation.notifications.enums import Ending
from foundation.notifications.models.policy import AlertPolicy

RAISED = (
    "key", "series", "step", "rule", "policy_id", "thing", "thing_id", "code", "unit_path", "confined", "waits",
    "each_own", "urgent", "computed_on", "due_on", "inputs", "created_at",
)  # fmt: skip
"""Columns that say why and when; nothing changes them."""


def alert_never_rewritten() -> pgtrigger.Trigger:
    """Why an alert was raised stays; an alert that ended stays ended as it did."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in RAISED)
    return pgtrigger.Trigger(
        name="alert_never_rewritten",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            f"IF OLD.ended_at IS NOT NULL OR {changed} THEN "
            "RAISE EXCEPTION 'an alert is never rewritten: %', OLD.key; END IF; RETURN NEW;"
        ),
    )


class Alert(models.Model):
    """`key` reads thing:id:occasion and is unique, so that a matter is raised once however often a night runs.

    Alerts of one `series` replace each other: a later `step` ends the earlier ones, an earlier one is not raised
    after it. `waits`: somebody must act; otherwise it is news. `each_own`: everybody told ends it for oneself.
    `confined`: only those told may know of it. No column holds a person's name or a text somebody wrote.
    """

    key = models.CharField(max_length=200, unique=True)
    series = models.CharField(max_length=160, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    rule = models.CharField(max_length=60)
    policy = models.ForeignKey(AlertPolicy, on_delete=models.PROTECT, null=True, related_name="alerts", db_index=False)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=80, blank=True)
    unit_path = models.CharField(max_length=255, blank=True)
    confined = models.BooleanField(default=True)
    waits = models.BooleanField(default=False)
    each_own = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    computed_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    inputs = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(db_default=Now())
    escalate_on = models.DateField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    end_note = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), never_deleted(), alert_never_rewritten()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(rule="") & ~Q(thing=""), name="alert_named"),
            models.CheckConstraint(
                condition=(Q(ended_at__isnull=True) & Q(ending="") & Q(ended_by__isnull=True))
                | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="alert_end_dated",
            ),
            models.UniqueConstraint(
                fields=["series", "step"], condition=~Q(series=""), name="alert_step_once_a_series"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["thing", "id"], condition=Q(ended_at__isnull=True, waits=True), name="alert_waiting"),
            models.Index(fields=["thing", "thing_id"], name="alert_of_thing"),
            models.Index(fields=["escalate_on"], condition=Q(ended_at__isnull=True), name="alert_to_escalate"),
            models.Index(fields=["unit_path"], opclasses=["varchar_pattern_ops"], name="alert_unit"),
            models.Index(fields=["-id"], condition=Q(confined=False), name="alert_newest"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def occasion(self) -> str:
        """What stands after thing:id in the key."""
        return self.key.split(":", 2)[2] if self.key.count(":") > 1 else ""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def rule_title(self) -> str:
        if self.policy is not None:
            return self.policy.title
        return self.rule if self.waits else _("For your information")
