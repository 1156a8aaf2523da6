"""Forms of an uploaded staff list: the file, what its columns hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.roster.fields import LABELS
from foundation.sheets import limits


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Staff list"),
        help_text=_("XLSX or CSV, at most 10 MB and 20,000 people. The columns are recognised by their headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )
    as_of = DayField(label=_("The list shows the state of"))

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class ColumnsForm(forms.Form):
    """One choice a column of the list, named by the column's letter."""

    row_version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not imported")), *((field.value, label) for field, label in LABELS.items())]
        for column in columns:
            words = {"letter": column["letter"], "header": column["header"] or "–"}
            self.fields[column["letter"]] = forms.ChoiceField(
                label=_("Column %(letter)s: %(header)s") % words,
                choices=choices,
                required=False,
                initial=column["field"],
                help_text=" · ".join(column.get("samples", ())),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Column letter -> field name, "" where the column is not read."""
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
