"""Forms of an inspection before it begins, and of its start."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cadres.forms.fields import UnitField
from foundation.web.clock import HANOI
from inspections.enums import Content, InspectionKind
from inspections.models import Team
from organization.models import Unit


class MomentField(forms.DateTimeField):
    """A day and a time in Hanoi; the browser's own calendar and clock."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(HANOI).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


class AccountChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class AccountsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


def accounts(ids: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=ids, is_active=True).order_by("full_name")


class PlanForm(forms.Form):
    unit = UnitField(label=_("Unit to be inspected"))
    kind = forms.ChoiceField(label=_("Kind"), choices=InspectionKind.choices)
    contents = forms.MultipleChoiceField(
        label=_("What is looked at"), choices=Content.choices, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(
        label=_("What it rests on"),
        max_length=300,
        help_text=_("Item of the programme, number of the direction or of the complaint, draw and turn."),
    )
    overlap_note = forms.CharField(
        label=_("Why it goes ahead in spite of an overlap"),
        max_length=300,
        required=False,
        help_text=_("Only where the unit has a planned inspection of the same content within the year."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a UnitField


class DraftForm(PlanForm):
    approver = AccountChoice(label=_("Who approves it"), queryset=User.objects.none())

    def __init__(self, *args: Any, team: Team, but: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leading = [pk for pk in team.leader_ids if pk != but]
        self.fields["approver"].queryset = accounts(leading)  # type: ignore[attr-defined]  # a ModelChoiceField


class EditPlanForm(PlanForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class WhenForm(forms.Form):
    window_from = MomentField(label=_("The team sets out from"))
    window_to = MomentField(label=_("Until"))
    meeting_place = forms.CharField(
        label=_("Meeting place"), max_length=200, help_text=_("Not the unit: members read this before they know it.")
    )


class AssignForm(WhenForm):
    lead = AccountChoice(label=_("Head of the field group"), queryset=User.objects.none())
    members = AccountsChoice(
        label=_("Members"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, fit: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "members"):
            self.fields[name].queryset = accounts(fit)  # type: ignore[attr-defined]  # a ModelChoiceField


class RescheduleForm(WhenForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DeclareForm(forms.Form):
    conflict = forms.TypedChoiceField(
        label=_("Do you or a relative of yours have a tie to this unit?"),
        choices=[("no", _("No tie")), ("yes", _("There is a tie: I step back"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Which tie"), max_length=300, required=False)


class StartForm(forms.Form):
    place = forms.CharField(label=_("Where you stand"), max_length=200)
    early_reason = forms.CharField(
        label=_("Why before the window"),
        max_length=300,
        required=False,
        help_text=_("Only for a start before the window."),
    )
