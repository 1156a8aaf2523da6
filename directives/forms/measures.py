"""Forms of figures: one unit's figures of a period, a list of many units."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.models import MeasureKind, MeasureValue
from directives.rules.measures import figure
from foundation.sheets import limits


class MonthField(forms.CharField):
    """A month as the browser's month field sends it (2026-10), or mm/yyyy; its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "placeholder": "mm/yyyy"})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        year, dash, month = text.partition("-")
        if not dash:
            month, _slash, year = text.partition("/")
        try:
            return date(int(year), int(month), 1)
        except ValueError as error:
            raise forms.ValidationError(_("Give a month as mm/yyyy.")) from error


class FiguresForm(forms.Form):
    """One field a measure, and hidden beside it the version that was seen."""

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[MeasureKind],
        standing: Mapping[str, MeasureValue],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [kind.code for kind in kinds]
        for kind in kinds:
            old = standing.get(kind.code)
            name = kind.name_en if language == "en" else kind.name_vi
            self.fields[kind.code] = forms.CharField(
                label=f"{name} (%)" if kind.unit_of == "percent" else name,
                required=False,
                max_length=20,
                initial=_shown(old.value) if old else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"seen_{kind.code}"] = forms.IntegerField(
                initial=old.row_version if old else 0, min_value=0, required=False, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.codes:
            text = data.get(code, "")
            if text and figure(text) is None:
                self.add_error(code, _("This is no number."))
        return data

    @property
    def values(self) -> dict[str, Decimal]:
        """Measure code -> figure, of the fields that were filled."""
        read = {code: figure(self.cleaned_data.get(code, "")) for code in self.codes}
        return {code: value for code, value in read.items() if value is not None}

    @property
    def versions(self) -> dict[str, int]:
        return {code: self.cleaned_data.get(f"seen_{code}") or 0 for code in self.codes}


class FigureListForm(forms.Form):
    month = MonthField(label=gettext_lazy("Month"))
    file = forms.FileField(
        label=gettext_lazy("List of figures"),
        help_text=gettext_lazy("XLSX or CSV: a column “Đơn vị” with code or name, and one column a measure."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
