"""Fields the forms of a case share: texts, reasons, grounds of the rules, people and accounts by name or code."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cadres.forms.fields import DayField, UnitField
from cadres.models import Person
from directives.forms.assignments import PersonField

Choices = Sequence[tuple[str, Any]]
__all__ = ["AccountField", "CaseForm", "Choices", "DayField", "PersonField", "UnitField", "reason", "words"]


def words(
    label: Any, *, rows: int = 4, most: int = 8000, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A longer text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=help_text)


def reason(label: Any = "") -> forms.CharField:
    """Why something is done."""
    return words(label or _("Reason"), rows=3, most=2000)


class ReportedField(PersonField):
    """A person one may read, as ever; anybody else by code and full name, which must fit each other (`by_both`)."""

    by_both: Callable[[str], Person | None] | None = None

    def clean(self, value: Any) -> Any:
        found = self.by_both(str(value or "")) if self.by_both is not None else None
        return found or super().clean(value)


class AccountField(forms.CharField):
    """An account by user name or full name; `accounts` is whom the reader may choose."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=240, **kwargs)
        self.accounts = User.objects.none()
        self.widget.attrs |= {"list": "accounts", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = self.accounts.filter(username__iexact=text.split(" · ")[0].strip()).first()
        if found is not None:
            return found
        named = list(self.accounts.filter(full_name__iexact=text)[:2])
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several accounts have this name; give the user name."))
        raise forms.ValidationError(_("There is no active account with this name."))


class CaseForm(forms.Form):
    """A form of one act: `choices` fills its lists, `pools` says whom its name fields may find."""

    def __init__(self, data: Any = None, *, choices: Any = None, pools: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, options in (choices or {}).items():
            self.fields[name].choices = list(options)  # type: ignore[attr-defined]  # a ChoiceField
        for field in self.fields.values():
            for kind, attribute in ((PersonField, "people"), (AccountField, "accounts"), (UnitField, "units")):
                if isinstance(field, kind) and attribute in (pools or {}):
                    setattr(field, attribute, pools[attribute])
            if isinstance(field, ReportedField):
                field.by_both = (pools or {}).get("by_both")


class Versioned(CaseForm):
    """Carries the version that was read."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
