"""Forms of a new wording of a catalogue."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from directives.enums import Polarity
from directives.models import Indicator
from foundation.sheets import limits


class AppendixForm(forms.Form):
    origin = forms.CharField(
        label=_("Where the text comes from"),
        max_length=300,
        help_text=_("Number and date of the document, and who handed it over."),
    )
    text = forms.CharField(
        label=_("Text of the appendix"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("One item a line, numbered or with its code; headings of the groups may stand between."),
    )
    file = forms.FileField(
        label=_("Or a file with the table"),
        required=False,
        help_text=_("XLSX, DOCX or CSV, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx,.csv", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class ItemForm(forms.Form):
    text_vi = forms.CharField(label=_("Vietnamese wording"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    text_en = forms.CharField(
        label=_("English wording"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    replaces = forms.ChoiceField(label=_("Words anew"), required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, earlier: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, f"{row.code} · {row.text_vi[:90]}") for row in earlier]
        self.fields["replaces"].choices = [("", _("no earlier item")), *choices]  # type: ignore[attr-defined]


class PolarityForm(forms.Form):
    polarity = forms.ChoiceField(label=_("What the group describes"), choices=Polarity.choices)
    confirmed = forms.BooleanField(label=_("This is settled by the document"), required=False)
    counted = forms.BooleanField(label=_("Count as violations"), required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ForceForm(forms.Form):
    valid_from = DayField(label=_("In force from"))
