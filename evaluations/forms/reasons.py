"""Small forms of weighty acts: a reason, a document, a new day, each with the version of the row."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Step


class VersionForm(forms.Form):
    """Only the version of the row the page was made from."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(VersionForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DocumentForm(VersionForm):
    """The paper that recognises the unit as outstanding."""

    document = forms.CharField(
        label=_("Number and date of the document"),
        max_length=160,
        required=False,
        help_text=_("For example 12/QĐ-UBND of 28/11/2026. Leave empty to take it back."),
    )


class ExtendForm(forms.Form):
    """A later last day for one step of one unit."""

    step = forms.ChoiceField(
        label=_("Step"),
        choices=[
            (Step.SELF.value, Step.SELF.label),
            (Step.SUPERIOR.value, Step.SUPERIOR.label),
            (Step.DECIDE.value, Step.DECIDE.label),
        ],
    )
    until = forms.DateField(
        label=_("New last day"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return until
