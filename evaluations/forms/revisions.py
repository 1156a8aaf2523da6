"""Proposing a correction of a published sheet: the ground, the paper, the grade; the lines are read beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Grade, RevisionKind
from evaluations.forms.reasons import VersionForm


class RevisionForm(VersionForm):
    """Everything but the lines. The service says what is owed."""

    kind = forms.ChoiceField(label=_("Ground of the correction"), choices=[("", _("Choose")), *RevisionKind.choices])
    reason = forms.CharField(
        label=_("What was wrong, and on what ground it is corrected"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person concerned reads this sentence."),
    )
    document = forms.CharField(
        label=_("Number of the document"),
        max_length=160,
        required=False,
        help_text=_("For example 12/QĐ-UBND. Needed for a discipline decision, its rescission and a new document."),
    )
    document_date = forms.DateField(
        label=_("Date of the document"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}),
    )
    grade = forms.ChoiceField(
        label=_("New grade"),
        required=False,
        choices=[("", _("As proposed for these points")), *Grade.choices],
    )
    departure_reason = forms.CharField(
        label=_("Why the grade departs from the proposal"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Owed only where you choose another grade than the one proposed."),
    )
    quota_document = forms.CharField(
        label=_("Document that allows one more A"),
        max_length=160,
        required=False,
        help_text=_("Only where the share of A is used up. Nobody else loses an A for it."),
    )

    def fields_for_service(self) -> dict[str, Any]:
        """Checked values by the names the service takes."""
        data = dict(self.cleaned_data)
        data["version"] = data.pop("row_version")
        return data


class SettleForm(VersionForm):
    """Putting into force or taking back: a note if one is wanted."""

    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
