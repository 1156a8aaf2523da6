"""Forms of the decision, of complaints against it, and of what is owed after a rescission."""

from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.enums import ComplaintOutcome, Outcome
from discipline.forms.fields import CaseForm, DayField, Versioned, reason, words


class DraftForm(CaseForm):
    """The signed paper as it is entered; `row_version` only where a draft exists."""

    outcome = forms.ChoiceField(label=_("What was decided"), choices=Outcome.choices)
    form = forms.ChoiceField(
        label=_("Form"), required=False, help_text=_("By the rules in force on the day of signing.")
    )
    number = forms.CharField(label=_("Number of the decision"), max_length=80)
    signed_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("In effect from"))
    authority = forms.CharField(label=_("Authority"), max_length=200)
    signer = forms.CharField(label=_("Signed by"), max_length=160)
    grounds = words(_("Facts and grounds of the decision"), rows=6)
    departure_reason = words(
        _("Why it departs from what was proposed"), rows=2, required=False,
        help_text=_("Owed where the form is not the one the council or meeting proposed."),
    )  # fmt: skip
    precedent_reason = words(
        _("Why it lies outside like cases"), rows=2, required=False,
        help_text=_("Owed where nothing like it was given in like cases."),
    )  # fmt: skip
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SignForm(Versioned):
    """Nothing to fill in; the version read is signed."""


class LodgeForm(CaseForm):
    lodged_on = DayField(label=_("Lodged on"))
    text = words(_("What the complaint says"), rows=6)
    late_reason = forms.CharField(
        label=_("Why it is accepted late"), max_length=300, required=False, help_text=_("Only after the term.")
    )


class AnswerForm(Versioned):
    outcome = forms.ChoiceField(label=_("Answer"), choices=ComplaintOutcome.choices)
    form = forms.ChoiceField(label=_("New form"), required=False, help_text=_("Only where the form is changed."))
    answered_on = DayField(label=_("Answered on"))
    document = forms.CharField(label=_("Number of the answer"), max_length=160)
    authority = forms.CharField(label=_("Authority"), max_length=200)
    text = words(_("What the answer says"), rows=6)


class CourtForm(CaseForm):
    on = DayField(label=_("Day of the judgement"))
    document = forms.CharField(label=_("Number of the judgement"), max_length=160)
    reason = reason()


class FulfilForm(CaseForm):
    done_on = DayField(label=_("Done on"))
    note = words(_("By what it is proved"), rows=3, most=2000)
