"""Forms of undertakings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField, UnitField
from cadres.models import Person
from directives.forms.assignments import PersonField
from directives.models import DocumentTask
from organization.models import Unit


class TaskChoice(forms.ModelChoiceField):
    """A task of a document by its number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.document.number} · {obj.number}. {obj.title_vi}"


class PromiseForm(forms.Form):
    title = forms.CharField(label=_("What the unit will do"), max_length=300)
    product = forms.CharField(label=_("Product"), max_length=300, help_text=_("What is handed over at the end."))
    responsible = PersonField(label=_("Who answers for it"))
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].people = people  # type: ignore[attr-defined]  # a PersonField


class UndertakeForm(PromiseForm):
    unit = UnitField(label=_("Unit"))
    task = TaskChoice(label=_("Task of the document"), queryset=DocumentTask.objects.none())
    begins_on = DayField(label=_("Begins on"))
    field_order = ("unit", "task", "title", "product", "responsible", "begins_on", "due_on")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a UnitField
        tasks = DocumentTask.objects.select_related("document").order_by("document__number", "number")
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]  # a ModelChoiceField


class EditPromiseForm(PromiseForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class PutOffForm(forms.Form):
    to_due_on = DayField(label=_("New deadline"))
    reason = forms.CharField(
        label=_("Why more time is needed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReportForm(forms.Form):
    on = DayField(label=_("Reported on"))
    percent = forms.IntegerField(label=_("Done so far (%)"), min_value=0, max_value=100)
    text = forms.CharField(label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    final = forms.BooleanField(label=_("It is done: hand it over to be accepted"), required=False)
