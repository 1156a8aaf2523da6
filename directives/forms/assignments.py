"""Forms of assignments."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.models import Person
from cadres.rules.names import search_key
from directives.enums import AssignmentKind, Authority


class PersonField(forms.CharField):
    """A person by code or exact name; `people` is whom the reader may choose."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)
        self.people: QuerySet[Person] = Person.objects.none()
        self.widget.attrs |= {"list": "people", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = self.people.filter(code__iexact=text.split(" · ")[0].strip()).first()
        if found is not None:
            return found
        named = list(self.people.filter(search_key=search_key(text)).order_by("left_on")[:3])
        named = [person for person in named if person.left_on is None] or named
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several people have this name; give the code."))
        raise forms.ValidationError(_("There is nobody with this code or name within your reach."))


class DayOffForm(forms.Form):
    """A deadline that may fall on a day off, once somebody says that it is meant."""

    day_off_confirmed = forms.BooleanField(label=_("This day off is meant as the deadline"), required=False)


class MandateForm(forms.Form):
    """The class of a task, and whose power decides it."""

    kind = forms.ChoiceField(
        label=_("Class of the task"),
        choices=AssignmentKind.choices,
        initial=AssignmentKind.REGULAR,
        help_text=_("A major or complex task is discussed by the collective before it is done."),
    )
    authority = forms.ChoiceField(label=_("Authority"), choices=Authority.choices, initial=Authority.OWN)
    delegation_number = forms.CharField(label=_("Number of the delegation"), max_length=60, required=False)
    delegation_on = DayField(label=_("Date of the delegation"), required=False)
    delegation_from = forms.CharField(label=_("Delegated by"), max_length=200, required=False)
    delegation_until = DayField(label=_("Delegation valid until"), required=False)


class TaskForm(DayOffForm):
    """The things every task names."""

    title = forms.CharField(label=_("Task"), max_length=300)
    responsibility = forms.CharField(
        label=_("Responsibility"), max_length=300, help_text=_("Leads, takes part, answers to whom.")
    )
    product = forms.CharField(label=_("Product"), max_length=300, help_text=_("What is handed over at the end."))
    due_on = DayField(label=_("Due on"))


class AssignForm(MandateForm, TaskForm):
    person = PersonField(label=_("Person"))
    assigned_on = DayField(label=_("Given on"))
    field_order = ("person", "title", "responsibility", "product", "assigned_on", "due_on", "day_off_confirmed", "kind")

    def __init__(self, data: Any = None, *, people: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(data, initial={"assigned_on": today, **kwargs.pop("initial", {})}, **kwargs)
        self.fields["person"].people = people  # type: ignore[attr-defined]  # a PersonField


class OwnTaskForm(TaskForm):
    assigned_on = DayField(label=_("Given on"))
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Empty while the task is under way."))
    field_order = ("title", "responsibility", "product", "assigned_on", "due_on", "day_off_confirmed", "done_on")


class EditForm(MandateForm, TaskForm):
    quality_faults = forms.IntegerField(
        label=_("Returned for faults (times)"), min_value=0, max_value=99, required=False
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("title", "responsibility", "product", "due_on", "day_off_confirmed", "kind")

    def clean_quality_faults(self) -> int:
        return self.cleaned_data["quality_faults"] or 0


class FinishForm(forms.Form):
    done_on = DayField(label=_("Done on"))
    note = forms.CharField(
        label=_("Where the product is"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
