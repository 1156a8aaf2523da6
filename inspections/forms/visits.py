"""Forms of a visit: samples, findings with photos, explanations, signing, added sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Person
from directives.models import Indicator
from inspections.enums import Content
from inspections.visit_enums import CheckResult, Severity


class ManyFiles(forms.FileInput):
    """A field that takes several pictures at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Pictures from camera or library; what is in them the intake decides."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment", "multiple": True}
        super().__init__(widget=ManyFiles(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        listed = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in listed]


class IndicatorChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.words}"


class FindingForm(forms.Form):
    photos = PhotosField(label=_("Photos"), required=False, allow_empty_file=True)
    indicator = IndicatorChoice(
        label=_("Indicator"), queryset=Indicator.objects.none(), required=False, widget=forms.RadioSelect
    )
    item = forms.ChoiceField(label=_("Content"), required=False)
    person = forms.ModelChoiceField(
        label=_("Whom it is about"), queryset=Person.objects.none(), required=False, empty_label="—"
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    severity = forms.ChoiceField(
        label=_("How serious"), choices=Severity.choices, initial=Severity.RECORDED, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was seen"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation = forms.CharField(
        label=_("What the unit says"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, contents: Any, indicators: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["indicator"].empty_label = None  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        listed = [("", "—"), *((item, Content(item).label) for item in contents)]
        self.fields["item"].choices = listed  # type: ignore[attr-defined]


class PhotosForm(forms.Form):
    photos = PhotosField(label=_("Photos"), allow_empty_file=True)


class ExplanationForm(forms.Form):
    explanation = forms.CharField(
        label=_("What the unit says"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class SampleForm(forms.Form):
    subject = forms.CharField(label=_("Kind of files"), max_length=300)
    population = forms.IntegerField(
        label=_("How many there are"), widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    sample = forms.IntegerField(label=_("Looked at"), widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    failing = forms.IntegerField(
        label=_("Failing"), initial=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    worst_delay = forms.IntegerField(
        label=_("Worst delay, in working days"),
        initial=0,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_worst_delay(self) -> int:
        return self.cleaned_data.get("worst_delay") or 0


class CheckForm(forms.Form):
    item = forms.CharField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("Result"), choices=CheckResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What was not met"), max_length=500, required=False)


class SignForm(forms.Form):
    representative = forms.CharField(label=_("Who signed for the unit"), max_length=200)
    office = forms.CharField(label=_("Office held"), max_length=200)
    opinion = forms.CharField(
        label=_("What the unit wants noted"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RefusalForm(forms.Form):
    witness = forms.CharField(label=_("Witness"), max_length=200, help_text=_("Full name, office, address."))
    reason = forms.CharField(
        label=_("Why the unit refused to sign"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    opinion = forms.CharField(
        label=_("What the unit wants noted"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DiscardForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SheetForm(forms.Form):
    text = forms.CharField(
        label=_("What the sheet adds or corrects"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    reason = forms.CharField(label=_("Why it is added"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
