"""What a proposed round has to keep to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.forms.rotation import RotationForm
from cadres.rules.rotation_solver import Settings


class ProposalForm(RotationForm):
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    due_by = DayField(label=_("Whose time is over by"))
    move_on = DayField(label=_("Day of the moves"))
    share = forms.IntegerField(
        label=_("Share moved"),
        min_value=1,
        max_value=100,
        help_text=_("At most so many of a hundred posts of one body change hands."),
    )
    grade_steps = forms.IntegerField(
        label=_("Steps of grade"),
        min_value=0,
        max_value=5,
        help_text=_("How far below the grade of who leaves the post a person may be."),
    )
    same_field = forms.BooleanField(label=_("Only posts of the same field"), required=False)
    other_body = forms.BooleanField(label=_("Only posts of another unit"), required=False)
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=10**6, help_text=_("The same number gives the same proposal.")
    )

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        days = {name: data.pop(name) for name in ("due_by", "move_on", "rule")}
        return {**days, "settings": Settings(**data)}
