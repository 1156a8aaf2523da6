"""Forms of what happens to an assignment: more time, a discussion, a matter passed on, a cause of a delay."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField, UnitField
from cadres.models import Person
from directives.enums import HandoffKind
from directives.forms.assignments import DayOffForm, PersonField
from organization.models import Unit

SHORT = forms.Textarea(attrs={"rows": 3})


class ExtensionForm(DayOffForm):
    to_due_on = DayField(label=_("New deadline"))
    reason = forms.CharField(label=_("Why more time is needed"), max_length=1000, widget=SHORT)
    field_order = ("to_due_on", "day_off_confirmed", "reason")


class DiscussionForm(forms.Form):
    held_on = DayField(label=_("Held on"))
    body = forms.CharField(
        label=_("Which collective"), max_length=200, help_text=_("For example: the Party committee.")
    )
    summary = forms.CharField(label=_("What came of it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class HandoffForm(forms.Form):
    kind = forms.ChoiceField(label=_("How it is passed on"), choices=HandoffKind.choices)
    to_unit = UnitField(label=_("To the unit"), required=False)
    to_person = PersonField(label=_("Or to the person"), required=False)
    matter = forms.CharField(label=_("The matter"), max_length=300)
    opinion = forms.CharField(
        label=_("Your own opinion"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you propose, and why. Empty is recorded as passed on without an opinion."),
    )
    sent_on = DayField(label=_("Passed on"))
    answer_due_on = DayField(label=_("Answer wanted by"), required=False)

    def __init__(self, data: Any = None, *, units: QuerySet[Unit], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["to_unit"].units = units  # type: ignore[attr-defined]  # a UnitField
        self.fields["to_person"].people = people  # type: ignore[attr-defined]  # a PersonField


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("The answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    on = DayField(label=_("Answered on"))


class ClaimForm(forms.Form):
    text = forms.CharField(
        label=_("Objective cause of the delay"),
        max_length=300,
        help_text=_("Somebody else confirms it; until then the delay counts."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=SHORT)
