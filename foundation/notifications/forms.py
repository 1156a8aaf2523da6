"""Reads which notifications a person marks as read."""

from django import forms


class MarkReadForm(forms.Form):
    """No id means all."""

    id = forms.IntegerField(required=False, min_value=1)

    def ids(self) -> list[int] | None:
        found = self.cleaned_data["id"]
        return [found] if found else None
