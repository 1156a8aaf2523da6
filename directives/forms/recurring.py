"""Forms of tasks that come again."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.models import Person
from directives.enums import AssignmentKind, RecurrenceEvery
from directives.forms.assignments import PersonField

DAY_HELP = _("Of a week: 1 (Monday) to 7 (Sunday). Of a month: 1 to 31; past its end the last day is meant.")


class RecurrenceForm(forms.Form):
    title = forms.CharField(label=_("Task"), max_length=300)
    responsibility = forms.CharField(
        label=_("Responsibility"), max_length=300, help_text=_("Leads, takes part, answers to whom.")
    )
    product = forms.CharField(label=_("Product"), max_length=300, help_text=_("What is handed over at the end."))
    kind = forms.ChoiceField(label=_("Class"), choices=AssignmentKind.choices, initial=AssignmentKind.REGULAR)
    every = forms.ChoiceField(label=_("How often"), choices=RecurrenceEvery.choices)
    day = forms.IntegerField(label=_("Due on day"), min_value=1, max_value=31, help_text=DAY_HELP)
    month_of_quarter = forms.ChoiceField(
        label=_("Month of the quarter"),
        choices=[(1, _("First month")), (2, _("Second month")), (3, _("Third month"))],
        initial=3,
        help_text=_("Only for a task of every quarter."),
    )
    days_before = forms.IntegerField(label=_("Given so many working days before"), min_value=0, max_value=60, initial=5)
    until = DayField(label=_("Until"), required=False, help_text=_("Empty means without an end."))

    def clean_month_of_quarter(self) -> int:
        return int(self.cleaned_data["month_of_quarter"])


class NewRecurrenceForm(RecurrenceForm):
    person = PersonField(label=_("Person"))
    begins_on = DayField(label=_("Begins on"))
    field_order = (
        "person", "title", "responsibility", "product", "kind", "every", "day", "month_of_quarter", "days_before",
        "begins_on", "until",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(data, initial={"begins_on": today}, **kwargs)
        self.fields["person"].people = people  # type: ignore[attr-defined]  # a PersonField


class EditRecurrenceForm(RecurrenceForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)
