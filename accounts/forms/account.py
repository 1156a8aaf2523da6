"""Forms of one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from organization.models import Unit


class PasswordForm(forms.Form):
    old_password = forms.CharField(label=_("Present password"), widget=forms.PasswordInput, strip=False)
    new_password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput,
        strip=False,
        help_text=_("At least 12 characters; a sentence you remember is best."),
    )
    again = forms.CharField(label=_("New password, once more"), widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("old_password") and not self.user.check_password(data["old_password"]):
            self.add_error("old_password", _("This is not your present password."))
        if data.get("new_password") and data.get("new_password") != data.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return data


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name of the key"), max_length=80)
    expires_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    read_only = forms.BooleanField(label=_("May only read"), required=False, initial=True)


class ProposeForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=60)
    role = forms.ChoiceField(
        label=_("Role"), choices=[choice for choice in Role.choices if choice[0] != Role.CADRE.value]
    )
    unit = forms.CharField(label=_("Code of the unit"), max_length=40, required=False)
    valid_from = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("There is no account with this name."))
        return user

    def clean_unit(self) -> Unit | None:
        code = self.cleaned_data["unit"].strip()
        if not code:
            return None
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return unit
