"""Forms of documents and of their tasks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from directives.enums import DocumentKind
from directives.forms.offices import DocumentChoice
from directives.models import Document


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    number = forms.CharField(label=_("Number"), max_length=60)
    issuer = forms.CharField(label=_("Issuer"), max_length=160)
    title_vi = forms.CharField(label=_("Title"), max_length=400, widget=forms.Textarea({"rows": 2}))
    title_en = forms.CharField(
        label=_("Title in English"), max_length=400, required=False, widget=forms.Textarea({"rows": 2})
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    effective_on = DayField(label=_("In force from"), required=False)
    ended_on = DayField(label=_("In force until"), required=False)
    replaces = DocumentChoice(label=_("Replaces"))
    source = forms.CharField(label=_("Source"), max_length=500, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = documents  # type: ignore[attr-defined]  # a ModelChoiceField


class EditDocumentForm(DocumentForm):
    verified = forms.BooleanField(
        label=_("The text was seen"), required=False, help_text=_("Only once the text is attached.")
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class DocumentTaskForm(forms.Form):
    title_vi = forms.CharField(label=_("Title"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    content_vi = forms.CharField(
        label=_("What is asked"), max_length=8000, required=False, widget=forms.Textarea({"rows": 5})
    )
    content_en = forms.CharField(
        label=_("What is asked, in English"), max_length=8000, required=False, widget=forms.Textarea({"rows": 5})
    )
