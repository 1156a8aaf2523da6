"""Forms of one's own account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.sign_in import NewPasswordForm
from accounts.models import User
from accounts.selectors.scopes import object_label, scope_label
from organization.models import Unit


class PasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput, strip=False, max_length=4096
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name of the key"), max_length=80)
    expires_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    scopes = forms.MultipleChoiceField(label=_("What the key may open"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, scopes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, scope_label(scope)) for scope in scopes]
        self.open_scopes = scopes

    def lines(self) -> list[dict[str, Any]]:
        """One line an object: its name, and the boxes for reading and changing where they may be chosen."""
        chosen = set(self["scopes"].value() or ())
        found: dict[str, dict[str, Any]] = {}
        for scope in self.open_scopes:
            name, _colon, kind = scope.partition(":")
            line = found.setdefault(name, {"label": object_label(name)})
            line[kind] = {"value": scope, "checked": scope in chosen, "label": scope_label(scope)}
        return sorted(found.values(), key=lambda line: str(line["label"]))


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
