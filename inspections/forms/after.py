"""Forms of what follows a visit: notice, recommendations, remedies, extensions, referral, facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.models import Person
from discipline.rules.papers.letterhead import Letterhead, lines
from inspections.models import Finding
from inspections.selectors.minutes_content import said
from inspections.visit_enums import RecommendationKind


def words(
    label: Any, *, rows: int = 4, most: int = 8000, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=help_text)


class FindingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}. {said(obj)[:90]}"


class ConclusionForm(forms.Form):
    conclusion = words(_("What the team concludes"), rows=6)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RecommendationForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is recommended"), choices=RecommendationKind.choices)
    finding = FindingChoice(label=_("On which finding"), queryset=Finding.objects.none(), required=False)
    text = words(_("What the unit shall do"), rows=3, most=2000)
    due_on = DayField(label=_("Until"), help_text=_("A working day after today, at most a year ahead."))

    def __init__(self, *args: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = findings  # type: ignore[attr-defined]  # a ModelChoiceField


class IssueForm(forms.Form):
    """What stands on the paper beside the findings; number and day are given when it is signed."""

    number = forms.CharField(label=_("Number"), max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    symbol = forms.CharField(label=_("Sign after the number"), max_length=40, initial="ĐKT")
    authority = forms.CharField(label=_("Issuing body"), max_length=200)
    superior = forms.CharField(label=_("Body above it"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=100, initial="Hà Nội")
    capacity = words(_("Signs as"), rows=2, most=400)
    signer = forms.CharField(label=_("Who signs"), max_length=200)
    recipients = words(_("Recipients, one a line"), rows=3, most=2000, required=False)
    clean_reason = words(_("Why nothing is recommended"), rows=2, most=1000, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def letterhead(self) -> Letterhead:
        data = self.cleaned_data
        return Letterhead(
            authority=data["authority"],
            superior=data["superior"],
            symbol=data["symbol"],
            place=data["place"],
            capacity=lines(data["capacity"]),
            signer=data["signer"],
            recipients=lines(data["recipients"]),
            number=data["number"],
        )


class ReasonForm(forms.Form):
    reason = words(_("Reason"), rows=3, most=2000)


class NoteForm(forms.Form):
    note = words(_("Closing note"), rows=3, most=2000)


class ReferForm(forms.Form):
    words_kept = forms.BooleanField(label=_("Words that judge are quoted"), required=False)


class ProposeForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person concerned"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class ReportForm(forms.Form):
    document = forms.CharField(label=_("Number and day of the report"), max_length=120)
    reported_on = DayField(label=_("Day of the report"))
    text = words(_("What was done"), rows=5)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    note = words(_("What you checked"), rows=3, most=2000)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    reason = words(_("What is missing"), rows=3, most=2000)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ExtensionForm(forms.Form):
    to = DayField(label=_("Until which day"), help_text=_("A working day; an extension is asked for once."))
    reason = words(_("Why more time is needed"), rows=3, most=2000)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ExtensionAnswerForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("Grant it")), ("0", _("Refuse it"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = words(_("Words of the answer"), rows=3, most=2000, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class FactRefusalForm(VersionForm):
    reason = words(_("Why it is not taken"), rows=3, most=2000)
