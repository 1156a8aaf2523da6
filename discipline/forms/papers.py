"""The form by which a paper of a case is issued."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from discipline.rules.papers.letterhead import Letterhead, lines

_LINES = {"rows": 3}


class PaperForm(forms.Form):
    """Kind, number and day, then what stands around the text: issuing body, who signs, who receives."""

    kind = forms.ChoiceField(label=_("Paper"))
    number = forms.CharField(
        label=_("Number of the paper"),
        max_length=6,
        required=False,
        help_text=_("Left empty, it is filled in by hand."),
    )
    issued_on = DayField(label=_("Day of issue"), required=False)
    sitting_at = forms.TimeField(
        label=_("Hour of the sitting"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("For a summons."),
    )
    authority = forms.CharField(label=_("Issuing body"), max_length=160)
    superior = forms.CharField(label=_("Body above it"), max_length=160, required=False)
    symbol = forms.CharField(label=_("Sign of the issuing body"), max_length=20, required=False)
    place = forms.CharField(label=_("Place"), max_length=60)
    decider = forms.CharField(label=_("Office that decides"), max_length=160, required=False)
    capacity = forms.CharField(
        label=_("Office of the signer"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("As printed above the signature, one line each."),
    )
    signer = forms.CharField(label=_("Name of the signer"), max_length=120, required=False)
    recipients = forms.CharField(
        label=_("Recipients"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("One line each."),
    )
    contact = forms.CharField(
        label=_("Where to ask"), max_length=300, required=False, help_text=_("Stands on the plain sheet.")
    )
    address = forms.ChoiceField(
        label=_("Form of address"),
        required=False,
        choices=[("", _("By the track")), ("ông", "ông"), ("bà", "bà"), ("đồng chí", "đồng chí")],
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # a ChoiceField

    def letterhead(self) -> Letterhead:
        data = self.cleaned_data
        plain = ("authority", "superior", "symbol", "place", "decider", "contact", "signer", "address", "number")
        return Letterhead(
            **{name: data[name] for name in plain},
            capacity=lines(data["capacity"]),
            recipients=lines(data["recipients"]),
            issued_on=data["issued_on"],
            sitting_at=data["sitting_at"],
        )
