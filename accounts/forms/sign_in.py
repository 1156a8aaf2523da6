"""Forms of people who are not signed in, or come back to a new password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=150)
    password = forms.CharField(label=_("Password"), max_length=4096, strip=False, widget=forms.PasswordInput)


class ForgotForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=150)


class NewPasswordForm(forms.Form):
    new_password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=4096,
        help_text=_("At least 12 characters; a sentence you remember is best."),
    )
    again = forms.CharField(
        label=_("New password, once more"), widget=forms.PasswordInput, strip=False, max_length=4096
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_password") and data.get("new_password") != data.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return data
