"""Forms of the person concerned: a statement, a representative, a complaint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class StatementForm(forms.Form):
    text = forms.CharField(
        label=_("What you want to say"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What happened, when, why, and what you did about it. It is kept as you hand it in."),
    )
    named_form = forms.ChoiceField(
        label=_("Form you find right for yourself"),
        required=False,
        help_text=_("You need not name one."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named_form"].choices = [("", _("I name none")), *choices]  # type: ignore[attr-defined]


class RepresentativeForm(forms.Form):
    code = forms.CharField(label=_("Code in the registry"), max_length=20)
    full_name = forms.CharField(label=_("Full name"), max_length=160)


class ReleaseForm(forms.Form):
    member = forms.TypedChoiceField(label=_("Who stands by you"), coerce=int)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = choices  # type: ignore[attr-defined]


class ComplaintForm(forms.Form):
    text = forms.CharField(
        label=_("What you complain about, and why"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("It is kept as you hand it in, and answered by somebody who did not sign the decision."),
    )
