"""Form of a list of tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.sheets import limits


class TaskListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of tasks"),
        help_text=gettext_lazy("XLSX or CSV, at most 500 tasks; nothing is written before you have seen every row."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file
