"""Forms of decisions on teams and of sealed draws."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField, UnitField
from discipline.forms.fields import AccountField
from inspections.enums import TeamRole
from inspections.models import Team
from organization.enums import UnitKind
from organization.models import Unit

DRAWN_KINDS = (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT, UnitKind.DISTRICT)


class TeamForm(forms.Form):
    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    title = forms.CharField(label=_("Name of the team"), max_length=300)
    decided_on = DayField(label=_("Decided on"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150)
    unit = UnitField(label=_("Body that decided"))
    scope = UnitField(label=_("May inspect this unit and everything below"))
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(label=_("Valid until (the last day)"))
    notice_days = forms.IntegerField(label=_("Working days for the notice"), min_value=1, max_value=60, initial=10)
    verify_days = forms.IntegerField(label=_("Working days for verification"), min_value=1, max_value=60, initial=10)
    reveal_minutes = forms.IntegerField(
        label=_("Minutes before the window at which members learn the unit"),
        min_value=0,
        max_value=120,
        initial=0,
        help_text=_("0: when the window begins."),
    )
    cooling_months = forms.IntegerField(
        label=_("Months for which a former unit counts as a tie"), min_value=0, max_value=120, initial=24
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "scope"):
            self.fields[name].units = units  # type: ignore[attr-defined]  # a UnitField


class MemberForm(forms.Form):
    user = AccountField(label=_("Account"))
    role = forms.ChoiceField(label=_("Role in the team"), choices=TeamRole.choices, initial=TeamRole.MEMBER)
    since = DayField(label=_("From"))
    scope_note = forms.CharField(label=_("Field of work"), max_length=300, required=False)
    powers = forms.CharField(label=_("Powers"), max_length=300, required=False)

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].accounts = accounts  # type: ignore[attr-defined]  # an AccountField


class EndMemberForm(forms.Form):
    on = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class DrawForm(forms.Form):
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    title = forms.CharField(label=_("Name of the draw"), max_length=200)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of units that take part"),
        choices=[(kind.value, kind.label) for kind in DRAWN_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.IntegerField(label=_("How many are drawn"), min_value=1, max_value=500, initial=3)
    outside_name = forms.CharField(
        label=_("Outside number that decides"),
        max_length=300,
        help_text=_("Made public by others on a later day, for example the closing VN-Index of a day."),
    )
    outside_on = DayField(label=_("Day on which it comes out"))
    exclusions = forms.CharField(
        label=_("Units that do not take part"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: code of the unit, a colon, the reason."),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_exclusions(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["exclusions"].splitlines():
            code, colon, reason = line.partition(":")
            if not line.strip():
                continue
            if not colon:
                raise forms.ValidationError(_("Write the code of the unit, a colon and the reason on each line."))
            found[code.strip().upper()] = reason.strip()
        return found


class NumberForm(forms.Form):
    outside_number = forms.CharField(label=_("The number as published"), max_length=60)
