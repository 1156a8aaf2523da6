"""Form of a new account: of somebody in the registry, or of somebody outside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Person


class NewAccountForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the person"),
        max_length=40,
        required=False,
        help_text=_("Of the registry: name and address are taken from there. Leave it empty for somebody outside."),
    )
    full_name = forms.CharField(label=_("Full name"), max_length=120, required=False)
    username = forms.CharField(
        label=_("User name"), max_length=60, required=False, help_text=_("Left empty, it is the code of the person.")
    )
    email = forms.EmailField(
        label=_("Address for the link"), required=False, help_text=_("Only for somebody outside the registry.")
    )

    def clean_code(self) -> Person | None:
        code = self.cleaned_data["code"].strip()
        if not code:
            return None
        person = Person.objects.filter(code__iexact=code, left_on__isnull=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody in the registry has this code."))
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") is None and "code" not in self.errors:
            for name in ("full_name", "username"):
                if not data.get(name):
                    self.add_error(name, _("Needed for somebody outside the registry."))
        elif data.get("email"):
            self.add_error("email", _("The address of somebody in the registry is the one kept there."))
        return data
