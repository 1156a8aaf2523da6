"""The sealed draw of units to inspect, and what evaluations say of a unit's month for it."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.audit.triggers import append_only, audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable
from inspections import states
from inspections.draw_enums import DrawState
from inspections.models.team import Team
from organization.models import Unit

SEALED_COLUMNS = (
    "code", "title", "team_id", "places", "outside_name", "outside_on", "eligible", "excluded", "commitment",
    "committed_at", "sealed_text", "created_by_id",
)  # fmt: skip


class Draw(models.Model):
    """One draw. The text with list, weights and key is sealed; its hash was published before the outside number was.

    Drawing is only possible once, from the day of the outside number on; what was drawn opens with the text.
    """

    transitions: ClassVar[TransitionTable] = states.DRAW

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="draws")
    places = models.PositiveSmallIntegerField()
    outside_name = models.CharField(max_length=300)
    outside_on = models.DateField()
    eligible = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=8, choices=DrawState, default=DrawState.SEALED)
    outside_number = models.CharField(max_length=60, blank=True)
    sealed_text = models.TextField()
    turns = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-committed_at"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(hide=["sealed_text", "turns"]),
            never_deleted(),
            *legal_transitions(states.DRAW),
            frozen_after(states=DrawState.values, columns=SEALED_COLUMNS),
            pgtrigger.Trigger(
                name="sealed_by_the_clock_of_the_database",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF NEW.commitment <> encode(sha256(convert_to(NEW.sealed_text, 'UTF8')), 'hex') THEN "
                    "RAISE EXCEPTION 'the commitment is not the hash of what is sealed'; END IF; "
                    "NEW.committed_at := clock_timestamp(); "
                    "IF NEW.outside_on <= (NEW.committed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN "
                    "RAISE EXCEPTION 'the outside number must be unknown when the draw is sealed'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="drawn_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=(
                    "IF OLD.state <> 'sealed' AND (OLD.outside_number IS DISTINCT FROM NEW.outside_number OR "
                    "OLD.turns IS DISTINCT FROM NEW.turns OR OLD.drawn_at IS DISTINCT FROM NEW.drawn_at) THEN "
                    "RAISE EXCEPTION 'a draw is held once: %', OLD.code; END IF; "
                    "IF OLD.state = 'sealed' AND NEW.state = 'drawn' THEN NEW.drawn_at := clock_timestamp(); END IF; "
                    "IF OLD.state = 'drawn' AND NEW.state = 'opened' THEN NEW.opened_at := clock_timestamp(); END IF; "
                    "RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(places__gt=0, eligible__gte=F("places")), name="draw_has_more_units_than_places"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        return {}


class UnitSignal(models.Model):
    """What the grades of a unit's month look like, written when they are published: who is "too quiet" shows here."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="month_signals")
    period = models.DateField()
    graded = models.PositiveIntegerField()
    highest = models.PositiveIntegerField()
    late_work = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-period", "unit"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [audited(), *append_only()]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "period"], name="unit_signal_once_a_month"),
            models.CheckConstraint(condition=Q(highest__lte=F("graded")), name="unit_signal_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period:%Y-%m}"
