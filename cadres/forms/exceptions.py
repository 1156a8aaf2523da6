"""The document by which an exception from a bar is made, as part of other forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.fields import DayField
from cadres.services.barring import ExceptionDocument


class ExceptionFields(forms.Form):
    """The two fields of an exception, kept only where the person is barred."""

    exception_document = forms.CharField(
        label=_("Document of the exception"),
        max_length=80,
        required=False,
        help_text=_("Only where a bar stands: number of the document that allows the exception."),
    )
    exception_document_date = DayField(label=_("Date of that document"), required=False)

    def __init__(self, *args: Any, barred: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not barred:
            del self.fields["exception_document"], self.fields["exception_document_date"]

    def post(self) -> dict[str, Any]:
        """Everything else that was given."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("exception_")}

    def exception(self) -> ExceptionDocument:
        """What was given, as the services take it."""
        data = self.cleaned_data
        return ExceptionDocument(data.get("exception_document") or "", data.get("exception_document_date"))
