"""Naming who decides or who scores in somebody's place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.forms.reasons import ReasonForm


class DeciderForm(ReasonForm):
    """The person by code, as the list on the page offers it."""

    person = forms.CharField(label=_("Person"), max_length=20, error_messages={"required": _("Choose a person.")})


class SuperiorForm(DeciderForm):
    """In whose place."""

    before = forms.ChoiceField(label=_("In the place of"))

    def __init__(self, *args: Any, superiors: list[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["before"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, f"{name} ({count})") for code, name, count in superiors]
