"""An entry's payload as lines to read: column in words, value before, value after, hidden ones marked as such."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.audit.models import AuditEvent
from foundation.web.clock import HANOI
from reports.trail.lines import field_words, is_key, names_of
from reports.trail.payload import HIDDEN, Payload, model_of

LONGEST = 400
SKIPPED = frozenset({"row_version", "search_key", "sort_key"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words; `hidden` when the reader may not see it."""

    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: Value | None
    after: Value | None


def differences(event: AuditEvent, payload: Payload) -> list[Difference]:
    """What changed, column by column; for an added row what it began with. One query a kind of row referred to."""
    before, after = payload.before, payload.after or {}
    columns = [column for column in (before if before is not None else after) if column not in SKIPPED]
    if before is None:
        columns = [column for column in columns if after[column] not in (None, "", [], {})]
    model = model_of(event)
    values = [
        (model, column, image[column]) for image in (before or {}, after) for column in columns if column in image
    ]
    names = _names(values)
    return [
        Difference(
            label=field_words(column),
            before=_value(model, column, before[column], names) if before is not None else None,
            after=_value(model, column, after[column], names) if column in after else None,
        )
        for column in sorted(columns, key=field_words)
    ]


def facts(payload: Payload) -> list[Difference]:
    """The facts an act was recorded with."""
    found = payload.details or {}
    return [Difference(field_words(name), None, _value(None, name, value, {})) for name, value in found.items()]


def _field(model: type[Model] | None, column: str) -> "Field[Any, Any] | None":
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.column == column), None)


def _target(model: type[Model] | None, column: str) -> str:
    """Label of the model a column refers to, or nothing."""
    field = _field(model, column)
    if isinstance(field, ForeignKey):
        return field.related_model._meta.label_lower  # type: ignore[union-attr]  # a model, never its name, once loaded
    return "cadres.person" if column == "person_id" else ""


def _names(values: list[tuple[type[Model] | None, str, Any]]) -> dict[tuple[str, str], str]:
    return names_of(
        (label, str(value))
        for model, column, value in values
        if (label := _target(model, column)) and value is not None
    )


def _value(model: type[Model] | None, column: str, value: Any, names: Mapping[tuple[str, str], str]) -> Value:
    if value == HIDDEN:
        return Value(_("hidden"), hidden=True)
    label = _target(model, column)
    if label and is_key(str(value)):
        return Value(names.get((label, str(value))) or str(value))
    choices = dict(getattr(_field(model, column), "flatchoices", ()) or ())
    if isinstance(value, str) and value in choices:
        return Value(str(choices[value]))
    return Value(_plain(value))


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _moment(value) or value[:LONGEST]
    if isinstance(value, list) and all(isinstance(part, list) and len(part) == 2 for part in value):
        return "; ".join(f"{label}: {text}" for label, text in value)[:LONGEST] or "–"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, indent=None)[:LONGEST]
    return str(value)


def _moment(text: str) -> str:
    """A day or a moment as people here write it; nothing when the text is neither."""
    if not (text[:4].isdigit() and text[4:5] == "-"):
        return ""
    try:
        day: date | None = parse_date(text)
        moment: datetime | None = parse_datetime(text)
    except ValueError:
        return ""
    if day is not None:
        return f"{day:%d/%m/%Y}"
    if moment is None:
        return ""
    return f"{localtime(moment, HANOI) if moment.tzinfo else moment:%d/%m/%Y %H:%M:%S}"
