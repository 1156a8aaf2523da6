"""The case: one matter about one person or one unit, from a signal to the end of its effect."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cadres.models import Person
from directives.models import Indicator
from discipline import states
from discipline.enums import CaseState, Source, SubjectKind, Track
from foundation.audit.triggers import audited, frozen_after, legal_transitions, never_deleted
from foundation.workflow.table import TransitionTable, holders
from organization.models import Unit

DECIDED_STATES = (
    CaseState.DECIDED, CaseState.NO_DISCIPLINE, CaseState.IN_FORCE, CaseState.LAPSED, CaseState.COMPLAINT_1,
    CaseState.COMPLAINT_2, CaseState.UPHELD, CaseState.AMENDED, CaseState.RESCINDED, CaseState.DISMISSED,
    CaseState.NON_DISCIPLINARY, CaseState.TIME_BARRED, CaseState.EXEMPTED,
)  # fmt: skip
"""States after which what was judged is never edited."""
JUDGED_ON = (
    "code", "track", "subject_id", "subject_unit_id", "answering_id", "subject_kind", "acted_on", "acted_until",
    "discovered_on", "indicator_id", "allegation", "source", "source_ref", "reported_by_id",
)  # fmt: skip


class Case(models.Model):
    """One matter. `answering` is the person who reads it as the one concerned: the subject, or the head of the unit.

    The arrays hold who is named in it today; triggers keep them from CaseMember and CaseBar, so that lists, counts
    and single pages obey the same rule without a further query.
    """

    transitions: ClassVar[TransitionTable] = states.CASE

    code = models.CharField(max_length=20, unique=True)
    track = models.CharField(max_length=16, choices=Track, default=Track.ADMINISTRATIVE)
    twin = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="twin_of")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    subject_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_about")
    answering = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    acted_on = models.DateField()
    acted_until = models.DateField(null=True, blank=True)
    discovered_on = models.DateField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    allegation = models.TextField()
    source = models.CharField(max_length=20, choices=Source)
    source_ref = models.CharField(max_length=120, blank=True)
    intake_note = models.TextField(blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.SIGNAL)
    suspended_from = models.CharField(max_length=20, choices=CaseState, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    review_waived = models.TextField(blank=True)
    council_waived = models.TextField(blank=True)
    handling_due_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    lapses_on = models.DateField(null=True, blank=True)
    bar_until = models.DateField(null=True, blank=True)
    form = models.CharField(max_length=24, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    court_document = models.CharField(max_length=160, blank=True)
    court_on = models.DateField(null=True, blank=True)
    handler_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    leader_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    secretary_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    representative_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    barred_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            audited(),
            never_deleted(),
            *legal_transitions(states.CASE),
            frozen_after(states=[state.value for state in DECIDED_STATES], columns=JUDGED_ON),
            pgtrigger.Trigger(
                name="decided_by_a_signed_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    new__state__in=[CaseState.DECIDED.value, CaseState.NO_DISCIPLINE.value],
                    old__state=CaseState.DECISION_PENDING.value,
                ),
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM discipline_decision d WHERE d.case_id = NEW.id AND d.state = "
                    "'signed') THEN RAISE EXCEPTION 'case % has no signed decision', NEW.id; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(subject__isnull=True) ^ Q(subject_unit__isnull=True), name="case_about_a_person_or_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | Q(answering=F("subject")), name="case_person_answers_for_himself"
            ),
            models.CheckConstraint(condition=Q(discovered_on__gte=F("acted_on")), name="case_discovered_after_the_act"),
            models.CheckConstraint(
                condition=Q(acted_until__isnull=True) | Q(acted_until__gte=F("acted_on")), name="case_act_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.SUSPENDED) | ~Q(suspended_from=""), name="case_knows_where_it_stopped"
            ),
            models.CheckConstraint(condition=~Q(twin=F("id")), name="case_is_not_its_own_twin"),
            models.CheckConstraint(
                condition=Q(court_document="", court_on__isnull=True)
                | (~Q(court_document="") & Q(court_on__isnull=False)),
                name="case_judgement_with_its_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "handling_due_on", "id"], name="case_state_due"),
            models.Index(fields=["unit", "state"], name="case_unit_state"),
            models.Index(fields=["subject", "state"], name="case_subject_state"),
            models.Index(fields=["indicator", "subject_kind", "state"], name="case_precedents"),
            models.Index(fields=["answering"], name="case_answering"),
            GinIndex(fields=["handler_ids"], name="case_handlers"),
            GinIndex(fields=["leader_ids"], name="case_leaders"),
            GinIndex(fields=["secretary_ids"], name="case_secretaries"),
            GinIndex(fields=["representative_ids"], name="case_representatives"),
        ]

    def __str__(self) -> str:
        return self.code

    def duty_persons(self) -> Mapping[str, frozenset[int]]:
        """Whoever is kept out of the case performs no act in it, whatever the role (rule R3)."""
        return {"barred": frozenset(self.barred_ids) | holders(self.subject_id)}

    def duty_accounts(self) -> Mapping[str, frozenset[int]]:
        """Who drafted the decision does not sign it into the file; who signed the last one answers no complaint.

        Nor does who answered the first complaint answer the second.
        """
        second = self.state == CaseState.COMPLAINT_2
        answered = self.complaints.filter(level=1).values_list("answered_by_id", flat=True) if second else ()
        drafts = self.decisions.filter(state__in=["draft", "signed"]).values_list(
            "state", "drafted_by_id", "signed_by_id"
        )
        return {
            "drafter": holders(*(drafted for state, drafted, _signed in drafts if state == "draft")),
            "decider": holders(*(signed for state, _drafted, signed in drafts if state == "signed")),
            "answerer": holders(*answered),
        }
