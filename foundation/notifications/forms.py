"""Reads what a person does with lines of the inbox, and the filters of the lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.notifications.enums import ToldAs
from foundation.notifications.models import AlertPolicy


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


class PolicyForm(forms.Form):
    """The next row of a rule; only what has an effect on it is asked."""

    valid_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}))
    legal_basis = forms.CharField(
        label=_("Document or decision"), max_length=300, help_text=_("For example the number of the decision.")
    )
    offsets = forms.CharField(label=_("Times before"), max_length=60, help_text=_("Whole numbers, with commas."))
    told = forms.MultipleChoiceField(label=_("Who is told"), widget=forms.CheckboxSelectMultiple)
    escalate_after = forms.IntegerField(
        label=_("Working days until the superior hears of it"),
        required=False,
        min_value=1,
        help_text=_("Empty: it is not carried up."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, policy: AlertPolicy, parts: Sequence[str], rises: bool, first: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "valid_from": first.isoformat(),
            "offsets": ", ".join(str(day) for day in policy.offsets),
            "told": policy.told,
            "escalate_after": policy.escalate_after,
            "row_version": policy.row_version,
        }
        super().__init__(*args, **kwargs)
        self.fields["told"].choices = [(part, ToldAs(part).label) for part in parts]  # type: ignore[attr-defined]
        asked = {"offsets": bool(policy.offsets), "told": len(parts) > 1, "escalate_after": rises}
        for name, shown in asked.items():
            if not shown:
                del self.fields[name]
        self.kept = {
            "offsets": list(policy.offsets),
            "told": list(policy.told),
            "escalate_after": policy.escalate_after,
        }

    def clean_offsets(self) -> list[int]:
        parts = [part.strip() for part in str(self.cleaned_data["offsets"]).split(",") if part.strip()]
        if not parts or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError(_("Whole numbers, with commas."))
        return [int(part) for part in parts]

    def change(self) -> dict[str, Any]:
        """What the service takes."""
        given = {**self.kept, **self.cleaned_data}
        return {"version": given.pop("row_version"), **given}
