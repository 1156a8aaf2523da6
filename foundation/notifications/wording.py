"""Puts a stored message id and its parameters into words, in the language active when it is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext


def in_words(msgid: str, params: Mapping[str, Any]) -> str:
    """A parameter {"msgid": "..."} is translated too, {"date": "2026-02-01"} is written dd/mm/yyyy."""
    if not msgid:
        return ""
    text = gettext(msgid)
    try:
        return text % {name: _value(value) for name, value in params.items()}
    except (KeyError, TypeError, ValueError):
        return text


def as_date(day: date) -> dict[str, str]:
    """A date as a parameter."""
    return {"date": day.isoformat()}


def as_message(msgid: str) -> dict[str, str]:
    """A translatable text as a parameter; mark it with gettext_noop where it is written."""
    return {"msgid": msgid}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "msgid" in value:
            return gettext(str(value["msgid"]))
        if "date" in value:
            return date.fromisoformat(str(value["date"])).strftime("%d/%m/%Y")
    return value
