"""Forms of a person: the profile, a transfer, an absence, the look at a personal number."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.enums import AbsenceKind, EmploymentKind, PostingKind, Sex
from cadres.forms.exceptions import ExceptionFields
from cadres.forms.fields import DayField, PositionField, UnitField
from cadres.models import Person
from cadres.services.people import EDITABLE
from organization.models import Unit

PROTECTED = ("national_id",)


class ProfileForm(forms.Form):
    """Everything of EDITABLE."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices], required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    national_id = forms.CharField(
        label=_("Personal number"), max_length=20, required=False, help_text=_("12 digits, as on the identity card.")
    )
    employment_kind = forms.ChoiceField(label=_("Kind"), choices=EmploymentKind.choices)
    rank_code = forms.CharField(label=_("Code of the rank"), max_length=20, required=False)
    joined_on = DayField(label=_("In service since"), required=False)
    education = forms.CharField(label=_("Education"), max_length=60, required=False)
    political_level = forms.CharField(label=_("Political education"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def changes(self) -> dict[str, Any]:
        """What to write; a protected field left empty stays as it is."""
        data = self.cleaned_data
        return {name: data[name] for name in EDITABLE if name in data and (name not in PROTECTED or data[name])}


def profile_form(person: Person, data: Any = None, *, protected: bool = False) -> ProfileForm:
    """The form filled with what the registry says now; a protected field is written blind, and only when asked for."""
    form = ProfileForm(data, initial={name: getattr(person, name) for name in EDITABLE if name not in PROTECTED})
    for name in PROTECTED:
        form.fields[name].help_text = _("12 digits. Left empty, the number stays as it is.")
        if not protected:
            del form.fields[name]
    return form


class NewPersonForm(ProfileForm):
    """A person together with the first post."""

    code = forms.CharField(label=_("Code of the person"), max_length=20)
    unit = UnitField(label=_("Unit"))
    position = PositionField(label=_("Post"))
    valid_from = DayField(label=_("Holds the post since"))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)
    field_order = ("code", "full_name", "unit", "position", "valid_from", "decision_number")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # the field is a UnitField


class TransferForm(ExceptionFields):
    kind = forms.ChoiceField(label=_("What kind of post"), choices=PostingKind.choices, initial=PostingKind.PRIMARY)
    unit = UnitField(label=_("New unit"), help_text=_("Code or full name."))
    position = PositionField(label=_("New post"))
    on = DayField(label=_("From"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("Only for concurrent and acting posts and secondments.")
    )
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # the field is a UnitField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("until") and data.get("kind") == PostingKind.PRIMARY:
            self.add_error("until", _("A main post has no last day yet; it ends when the next one begins."))
        return data


class PostForm(ExceptionFields):
    """A post beside the main one."""

    kind = forms.ChoiceField(
        label=_("What kind of post"),
        choices=[choice for choice in PostingKind.choices if choice[0] != PostingKind.PRIMARY.value],
    )
    unit = UnitField(label=_("Unit"), help_text=_("Code or full name."))
    position = PositionField(label=_("Post"))
    valid_from = DayField(label=_("From"))
    valid_to = DayField(label=_("Until"), required=False, help_text=_("A secondment needs its last day."))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # the field is a UnitField


class EndPostForm(forms.Form):
    on = DayField(label=_("Last day of the post"))


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Ground"), choices=AbsenceKind.choices)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    half_day = forms.BooleanField(label=_("Half a day only"), required=False)
    document = forms.CharField(
        label=_("Document"),
        max_length=160,
        required=False,
        help_text=_("Number of the application or decision; no medical detail."),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Reason for seeing it in full"), max_length=300)


class VersionForm(forms.Form):
    """The version a short act was made from."""

    row_version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, required=False)
