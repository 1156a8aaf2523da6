"""Forms of programmes and of units' own inspections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField, UnitField, UnitsField
from inspections.enums import Content, InspectionKind
from organization.models import Unit


class _WithUnits(forms.Form):
    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                field.units = units


class ProgrammeForm(_WithUnits):
    number = forms.CharField(label=_("Number"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=300)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    unit = UnitField(label=_("Body that decided"))
    decided_on = DayField(label=_("Decided on"))


class ItemForm(_WithUnits):
    unit = UnitField(label=_("Unit to be inspected"))
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[(number, f"{number}") for number in range(1, 5)], coerce=int
    )
    contents = forms.MultipleChoiceField(
        label=_("What is looked at"), choices=Content.choices, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class OwnCheckForm(_WithUnits):
    unit = UnitField(label=_("Unit that held it"))
    checked = UnitField(label=_("Unit inspected"))
    further = UnitsField(
        label=_("Further units inspected"), required=False, help_text=_("Codes, one a line or with commas between.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InspectionKind.choices)
    held_on = DayField(label=_("Held on"))
    findings = forms.IntegerField(label=_("Number of findings"), min_value=0, max_value=999, initial=0)
    result = forms.CharField(label=_("Result"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    handling = forms.CharField(
        label=_("How it was handled"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    joint_code = forms.CharField(
        label=_("Part of the city's inspection number"),
        max_length=20,
        required=False,
        help_text=_("Held together with a team of the city: it is then counted there, not here."),
    )
