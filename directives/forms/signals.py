"""Forms of questions about avoidance: an answer, a rule from a day on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from directives.enums import SignalKind, SignalSpan


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer or explanation"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is kept as you write it; a further answer may be added later."),
    )


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Question"), choices=SignalKind.choices)
    threshold = forms.IntegerField(label=_("Asked from"), min_value=1, max_value=9999)
    span = forms.ChoiceField(label=_("Within one"), choices=SignalSpan.choices, initial=SignalSpan.QUARTER)
    valid_from = DayField(label=_("In force from"))
    legal_basis = forms.CharField(label=_("Legal ground"), max_length=200, required=False)
    verified = forms.BooleanField(label=_("A paper says this number"), required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
