"""Forms of a signal and of what becomes of it: reported, settled, opened, paused, ended early."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.enums import Effect, Source, Track
from discipline.forms.fields import CaseForm, DayField, ReportedField, UnitField, reason, words

ASKED = {"verdict_words": "words_kept", "subject_left": "after_leaving"}
"""Code of a refusal -> the confirmation that answers it."""


class SignalForm(CaseForm):
    """Who or which unit, the act with its days, where it comes from; two confirmations shown only when asked for."""

    subject = ReportedField(
        label=_("Person"),
        required=False,
        help_text=_("A name or a code; whom you may not look up: code · full name. Or name a unit instead."),
    )
    subject_unit = UnitField(label=_("Unit"), required=False)
    track = forms.ChoiceField(label=_("Track"), choices=Track.choices, initial=Track.ADMINISTRATIVE)
    acted_on = DayField(label=_("Day of the act"))
    acted_until = DayField(label=_("Last day of the act"), required=False, help_text=_("When it went on for days."))
    discovered_on = DayField(label=_("Discovered on"), help_text=_("The handling limit runs from this day."))
    indicator = forms.ChoiceField(
        label=_("Indicator"), required=False, help_text=_("In the wording in force on the day of the act.")
    )
    source = forms.ChoiceField(label=_("Where this comes from"), choices=Source.choices)
    source_ref = forms.CharField(label=_("Number of the document or finding"), max_length=120, required=False)
    allegation = words(_("What happened"), rows=5, help_text=_("Facts with their days and papers, no judgement."))
    intake_note = words(
        _("Note for whoever handles it"), rows=2, required=False, help_text=_("The person concerned never reads it.")
    )
    words_kept = forms.BooleanField(label=_("These words are quoted and stay as they are"), required=False)
    after_leaving = forms.BooleanField(label=_("An act during service is meant"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("subject", "subject_unit"):
            if name in self.errors:
                return data
        if bool(data.get("subject")) == bool(data.get("subject_unit")):
            self.add_error("subject", _("Name one person or one unit."))
        return data


class ConfirmForm(CaseForm):
    """Nothing to fill in: the page itself is the question."""


class ReasonForm(CaseForm):
    reason = reason()


class SettleForm(CaseForm):
    kind = forms.ChoiceField(label=_("Measure taken"))
    notified_on = DayField(label=_("Notified on"))
    document = forms.CharField(label=_("Number of the document"), max_length=160)
    effect = forms.ChoiceField(label=_("Effect on the month's evaluation"), choices=Effect.choices)
    period = DayField(label=_("Month that shows it"), required=False, help_text=_("Any day of the month."))
    remedy_due_on = DayField(label=_("Remedy due on"), required=False)
    text = words(_("What the person is told"))
    reason = reason(_("Why no case is opened"))


class OpenForm(CaseForm):
    opened_on = DayField(label=_("Opened on"))
    exemption = forms.BooleanField(label=_("Grounds that exempt were looked at: none applies"), required=False)
    suspension = forms.BooleanField(
        label=_("Grounds not to consider it yet were looked at: none applies"), required=False
    )
    proposals = forms.BooleanField(
        label=_("Approved innovation proposals were looked at: none covers the act"), required=False
    )


class ExtendForm(CaseForm):
    on = DayField(label=_("Extended on"))
    reason = reason()


class SuspendForm(CaseForm):
    ground = forms.ChoiceField(label=_("Ground"))
    proof = forms.CharField(
        label=_("Confirmed by"), max_length=300, help_text=_("Number and issuer of the paper; no health details.")
    )
    from_on = DayField(label=_("Paused from"))
    review_on = DayField(label=_("Looked at again on"))
    reason = reason()


class ResumeForm(CaseForm):
    on = DayField(label=_("Goes on from"))


class ExemptForm(CaseForm):
    ground = forms.ChoiceField(label=_("Ground"))
    reason = reason()


class TwinForm(CaseForm):
    twin = forms.CharField(label=_("Number of the case of the other track"), max_length=20)
