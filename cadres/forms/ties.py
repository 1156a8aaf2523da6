"""Forms of declared relatives and of the planning list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.enums import KinshipKind
from cadres.forms.exceptions import ExceptionFields
from cadres.forms.fields import DayField, PositionField


class TieForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who it is"), choices=KinshipKind.choices)
    name = forms.CharField(label=_("Full name of the relative"), max_length=120)
    code = forms.CharField(
        label=_("Code, if the relative works in the city"),
        max_length=20,
        required=False,
        help_text=_("With the code, checks for conflicts of interest find the relative. Nothing else is asked."),
    )


class EndForm(forms.Form):
    """The last day of a tie or of a line of the planning list, and why."""

    on = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    row_version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class PlanningForm(ExceptionFields):
    position = PositionField(label=_("Planned post"), required=False, help_text=_("A post of the catalogue."))
    post_text = forms.CharField(
        label=_("Or the post in words"), max_length=160, required=False, help_text=_("Where the catalogue has none.")
    )
    term = forms.CharField(label=_("Term"), max_length=40, help_text=_("Such as 2026-2031."))
    on = DayField(label=_("Entered on"))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80)
    field_order = ("position", "post_text", "term", "on", "decision_number")
