"""Puts a stored message id and its parameters into words, in the language active when it is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

INPUTS = {
    "rule": _("Rule"),
    "other_rules": _("Other rules of the same post"),
    "legal_basis": _("Legal basis"),
    "verified": _("Rule verified"),
    "start_on": _("Clock began on"),
    "due_on": _("Day it is due"),
    "months_left": _("Months told ahead"),
    "days_over": _("Days past it"),
    "paused_days": _("Days the clock stood still"),
    "acting_days": _("Days of acting counted in"),
    "flags": _("To be confirmed"),
    "state": _("State"),
    "on": _("Computed for"),
    "term": _("Term"),
    "posting": _("Row of the post"),
    "successor": _("Unit reorganised"),
    "unwritten": _("Move without a written decision"),
    "to_confirm": _("Post to be confirmed"),
    "role": _("Role"),
    "valid_from": _("First day"),
    "begins_on": _("First day"),
    "ends_on": _("Last day"),
}
"""What the inputs of alerts are called."""


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


def name_of_input(name: str) -> str:
    """An input's name in words."""
    return str(INPUTS.get(name, name))


def place_of_input(name: str) -> int:
    """Where an input stands among the others: the database keeps no order."""
    return list(INPUTS).index(name) if name in INPUTS else len(INPUTS)


def as_text(value: Any) -> str:
    """An input's value in words: dates dd/mm/yyyy, yes and no, lists with commas."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(as_text(one) for one in value)
    text = str(_value(value))
    if len(text) == len("2026-01-01") and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text).strftime("%d/%m/%Y")
        except ValueError:
            return text
    return str(INPUTS.get(text, text))
