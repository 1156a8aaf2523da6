"""Forms of functions, working regulations and commendations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.forms.fields import DayField, UnitField
from cadres.models import Person
from cadres.rules.names import search_key
from directives.enums import CommendationKind, FunctionPart, ReviewResult
from directives.models import Document, Undertaking
from foundation.sheets import limits
from organization.models import Unit


class DocumentChoice(forms.ModelChoiceField):
    """A document by its number and title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Document.objects.none(), required=False, empty_label=gettext_lazy("none"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.title_vi[:80]}"


class FunctionForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Function or task"), max_length=300)
    document = DocumentChoice(label=gettext_lazy("Legal basis"))
    one_lead = forms.BooleanField(
        label=gettext_lazy("The decision gives it to one unit"),
        required=False,
        help_text=gettext_lazy("Two units cannot then lead it on the same day."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]  # a ModelChoiceField


class EditFunctionForm(FunctionForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(forms.Form):
    unit = UnitField(label=gettext_lazy("Unit"))
    part = forms.ChoiceField(label=gettext_lazy("Part of the unit"), choices=FunctionPart.choices)
    valid_from = DayField(label=gettext_lazy("From"))
    valid_to = DayField(label=gettext_lazy("Until (the last day)"), required=False)
    document = DocumentChoice(label=gettext_lazy("Legal basis"))
    basis = forms.CharField(label=gettext_lazy("Ground in words"), required=False, max_length=200)

    def __init__(self, *args: Any, units: QuerySet[Unit], documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a UnitField
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]  # a ModelChoiceField


class EndForm(forms.Form):
    valid_to = DayField(label=gettext_lazy("Until (the last day)"))
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class FunctionListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of functions"),
        help_text=gettext_lazy(
            "XLSX or CSV with the columns “Chức năng, nhiệm vụ”, “Đơn vị chủ trì”, “Từ ngày”; also “Đơn vị phối hợp” "
            "(separated by semicolons), “Đến ngày”, “Căn cứ”, “Chỉ một đơn vị chủ trì”."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class RegulationForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number"), max_length=60)
    issued_on = DayField(label=gettext_lazy("Issued on"))
    next_review_on = DayField(label=gettext_lazy("Next review on"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class IssueForm(RegulationForm):
    unit = UnitField(label=gettext_lazy("Unit"))
    field_order = ("unit", "number", "issued_on", "next_review_on", "note")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a UnitField


class EditRegulationForm(RegulationForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    reviewed_on = DayField(label=gettext_lazy("Reviewed on"))
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=ReviewResult.choices)
    text = forms.CharField(
        label=gettext_lazy("What is changed"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    next_review_on = DayField(label=gettext_lazy("Next review on"))
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class PeopleField(forms.CharField):
    """People one a line, each by code or exact name; `people` is whom the reader may name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4000, widget=forms.Textarea({"rows": 3}), **kwargs)
        self.people: QuerySet[Person] = Person.objects.none()

    def clean(self, value: Any) -> Any:
        found: dict[int, Person] = {}
        for line in str(super().clean(value) or "").splitlines():
            text = line.strip()
            if not text:
                continue
            code = text.split(" · ")[0].strip()
            named = list(self.people.filter(code__iexact=code)[:2]) or list(
                self.people.filter(search_key=search_key(text))[:2]
            )
            if len(named) != 1:
                said = (
                    _("Several people are named “%(name)s”; give the code.")
                    if named
                    else _("There is nobody named “%(name)s” within your reach.")
                )
                raise forms.ValidationError(said % {"name": text[:80]})
            found[named[0].pk] = named[0]
        return list(found.values())


class UndertakingField(forms.CharField):
    """An undertaking by its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.undertakings: QuerySet[Undertaking] = Undertaking.objects.none()

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = self.undertakings.filter(code__iexact=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no such undertaking within your reach."))
        return found


class MendCommendationForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What was done well"), max_length=300)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, max_length=8000, widget=forms.Textarea({"rows": 5})
    )
    unit_itself = forms.BooleanField(label=gettext_lazy("The unit itself is commended"), required=False)
    people = PeopleField(
        label=gettext_lazy("People who are named"), help_text=gettext_lazy("One a line: code or full name.")
    )
    undertaking = UndertakingField(
        label=gettext_lazy("Undertaking it grew from"), help_text=gettext_lazy("Its number, e.g. CK-2026-000001.")
    )
    number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=160)
    decided_on = DayField(label=gettext_lazy("Decided on"))

    def __init__(
        self, *args: Any, people: QuerySet[Person], undertakings: QuerySet[Undertaking], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].people = people  # type: ignore[attr-defined]  # a PeopleField
        self.fields["undertaking"].undertakings = undertakings  # type: ignore[attr-defined]  # an UndertakingField


class CommendForm(MendCommendationForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CommendationKind.choices)
    unit = UnitField(label=gettext_lazy("Unit"))
    field_order = (
        "kind", "unit", "title", "description", "unit_itself", "people", "undertaking", "number", "issuer",
        "decided_on",
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a UnitField


class EditCommendationForm(MendCommendationForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)
