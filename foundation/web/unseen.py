"""Characters nobody sees, some of which turn the order of reading: refused wherever text comes in, with their place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.workflow.unseen import UNSEEN


def refuse_unseen(value: object) -> None:
    """A validator of fields: says which character it is and where, the field says which field it is."""
    found = UNSEEN.search(value) if isinstance(value, str) else None
    if found is not None:
        raise ValidationError(
            _(
                "Character %(place)s cannot be seen (U+%(code)s) and may change the order in which the text is read. "
                "Delete it, or type these words again."
            ),
            code="unseen_character",
            params={"place": found.start() + 1, "code": f"{ord(found[0]):04X}"},
        )


def install() -> None:
    """Every text field of every form and of every body of the API, from the start of the program on."""
    kinds: tuple[Any, ...] = (forms.CharField, serializers.CharField)
    for kind in kinds:
        if refuse_unseen not in kind.default_validators:
            kind.default_validators = [*kind.default_validators, refuse_unseen]
