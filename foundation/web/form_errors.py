"""Puts a refusal of the domain onto the form it came from."""

from django.forms import BaseForm

from foundation.workflow.errors import DomainError


def show_on(form: BaseForm, error: DomainError) -> None:
    """Add the message of `error` to its field, or to the form as a whole when the form has no such field."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
