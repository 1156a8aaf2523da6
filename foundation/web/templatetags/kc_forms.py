"""Forms: a field with its label, help and errors tied together; the summary of errors; answers to check."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.widgets import ChoiceWidget, HiddenInput
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def _class_of(widget: Any) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control"


def _attrs(bound: BoundField, extra: dict[str, Any]) -> dict[str, Any]:
    widget = bound.field.widget
    classes = " ".join(part for part in (_class_of(widget), widget.attrs.get("class", "")) if part)
    attrs: dict[str, Any] = {"class": classes, **extra}
    # A group of radio buttons is described by its fieldset, a single field by itself.
    if not isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        ids = [f"{bound.auto_id}_help"] if bound.help_text else []
        ids += [f"{bound.auto_id}_error"] if bound.errors else []
        if ids:
            attrs["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: Any = "", help: Any = "", wide: bool = False, **attrs: Any) -> dict[str, Any]:
    """{% field form.reason %}; further arguments become attributes of the input (`placeholder="..."`)."""
    if help:
        bound.help_text = help
    extra = {name.replace("_", "-"): value for name, value in attrs.items()}
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if group:  # its choices are drawn one by one in the template
        widget.attrs["class"] = "form-check-input"
    return {
        "bound": bound,
        "label": label or bound.label,
        "wide": wide,
        "control": "" if group else bound.as_widget(attrs=_attrs(bound, extra)),
        "hidden": isinstance(widget, HiddenInput),
        "group": group,
        "check": isinstance(widget, CheckboxInput),
        "help_id": f"{bound.auto_id}_help",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """{% form_errors form %}: what is wrong, above the form, each line leading to its field."""
    lines = [
        {"label": form[name].label, "target": form[name].id_for_label or form[name].auto_id, "text": text}
        for name, errors in form.errors.items()
        if name != "__all__"
        for text in errors
    ]
    return {"lines": lines, "general": form.non_field_errors()}


@register.inclusion_tag("components/segmented_choice.html")
def segmented_choice(bound: BoundField, tones: Any = None) -> dict[str, Any]:
    """{% segmented_choice form.presence tones %}: two to four choices as one row of thumb-size targets."""
    widget = bound.field.widget
    choices = []
    if isinstance(widget, ChoiceWidget):
        value = bound.value()
        for number, (key, text) in enumerate(widget.choices):
            choices.append(
                {
                    "value": key,
                    "text": text,
                    "id": f"{bound.auto_id}_{number}",
                    "checked": str(key) == str(value),
                    "tone": (tones or {}).get(key, ""),
                }
            )
    return {"bound": bound, "choices": choices, "error_id": f"{bound.auto_id}_error"}


@register.inclusion_tag("components/answers.html")
def answers(rows: Any) -> dict[str, Any]:
    """{% answers rows %}: check your answers; rows are (label, value) or (label, value, url to change it)."""
    lines = [{"label": row[0], "value": row[1], "url": row[2] if len(row) > 2 else ""} for row in rows]
    return {"lines": lines}


@register.simple_tag
def version_field(obj: Any) -> SafeString:
    """The hidden version of the row an edit form was made from."""
    return format_html('<input type="hidden" name="row_version" value="{}">', obj.row_version)
