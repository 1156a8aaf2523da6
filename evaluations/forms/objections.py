"""Objecting to a published grade, and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ObjectionOutcome


class ObjectForm(forms.Form):
    """What the person disagrees with, in the own words."""

    grounds = forms.CharField(
        label=_("What do you not agree with, and why?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Name the line of the sheet and what speaks for you. The head answers in writing."),
    )


class AnswerForm(forms.Form):
    """The answer with its reason, and whether the objection is upheld."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (ObjectionOutcome.REJECTED.value, _("The grade stays")),
            (ObjectionOutcome.UPHELD.value, _("The objection is right: the grade is to be revised")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer with the reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
