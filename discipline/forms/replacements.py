"""Forms of replacements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.models import Person
from directives.forms.assignments import PersonField
from discipline.enums import Replacing

AGREES = [("yes", _("Agrees")), ("no", _("Does not agree")), ("", _("Neither said"))]


class _Versioned(forms.Form):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class GroundFields(forms.Form):
    kind = forms.ChoiceField(label=_("Measure on the post"), choices=Replacing.choices)
    ground = forms.ChoiceField(
        label=_("Ground for it"), help_text=_("In brackets the measures this ground allows by the rules in force.")
    )

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]  # a ChoiceField


class CreateForm(GroundFields):
    person = PersonField(label=_("Person"))
    facts = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facts with their days and papers, no judgement."),
    )
    arose_on = DayField(label=_("Ground exists since"))
    field_order = ("person", "kind", "ground", "facts", "arose_on")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].people = people  # type: ignore[attr-defined]  # a PersonField


class ProposeForm(GroundFields, _Versioned):
    talked_on = DayField(label=_("Talked to the person on"))
    field_order = ("kind", "ground", "talked_on", "row_version")


class OpinionForm(_Versioned):
    of_whom = forms.CharField(
        label=_("Whose opinion"), max_length=200, help_text=_("The person, the Party committee, the unit …")
    )
    given_on = DayField(label=_("Opinion given on"))
    agrees = forms.ChoiceField(label=_("Agrees"), choices=AGREES, required=False)
    text = forms.CharField(label=_("Opinion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_agrees(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["agrees"])


class DecideForm(_Versioned):
    document = forms.CharField(label=_("Number of the decision"), max_length=160)
    decided_on = DayField(label=_("Decided on"))


class ReasonedForm(_Versioned):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
