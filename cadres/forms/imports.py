"""Form of an uploaded staff list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
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
