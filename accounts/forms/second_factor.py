"""Forms of the second factor: the code, a recovery code, the answer when asked again, a reset."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.sign_in import confirm

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9 ]*", "autofocus": True}
LONGEST = 20


def code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code of six digits"), max_length=LONGEST, widget=forms.TextInput(attrs={**DIGITS, "class": "otp"})
    )


class CodeForm(forms.Form):
    code = code_field()


class RecoveryForm(forms.Form):
    recovery_code = forms.CharField(
        label=_("Recovery code"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class EnrolForm(forms.Form):
    """The first code; the password too when it was not just given."""

    code = code_field()
    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, ask_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not ask_password:
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not confirm(user=self.user, password=password):
            raise forms.ValidationError(_("This is not your present password."))
        return password


class AnswerForm(forms.Form):
    """Who one is, asked again: by code where there is an authenticator, else by password."""

    def __init__(self, *args: Any, by_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_code:
            self.fields["answer"] = code_field()
        else:
            self.fields["answer"] = forms.CharField(
                label=_("Password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
            )


class ResetForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=60)
    reason = forms.CharField(
        label=_("What happened, and how you recognised the person"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("There is no account with this name."))
        return user
