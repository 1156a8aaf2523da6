"""Reads what a person does with lines of the inbox, and the filters of the lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MarkReadForm(forms.Form):
    """No id means all."""

    id = forms.IntegerField(required=False, min_value=1)

    def ids(self) -> list[int] | None:
        found = self.cleaned_data["id"]
        return [found] if found else None


class HandleForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class SnoozeForm(forms.Form):
    until = forms.DateField(label=_("Put off until"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Why"), max_length=300)


class WhoForm(forms.Form):
    who = forms.CharField(label=_("User name"), max_length=150)


class WhyNoneForm(forms.Form):
    """Which thing, by its kind and its code."""

    thing = forms.ChoiceField(label=_("Kind"))
    code = forms.CharField(label=_("Code"), max_length=80, help_text=_("For rotation: the code of the person."))

    def __init__(self, *args: Any, things: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = things  # type: ignore[attr-defined]  # a choice field
