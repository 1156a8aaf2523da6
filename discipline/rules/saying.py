"""The value of a rule in words, for a page and for an explanation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cadres.enums import KinshipKind
from discipline.enums import Form, Replacing, RestorationKind, RuleUnit, SeatRole

WORDS: dict[str, Any] = {
    **dict(SeatRole.choices),
    **dict(KinshipKind.choices),
    **dict(RestorationKind.choices),
    **dict(Replacing.choices),
    **dict(Form.choices),
    "other": _("Other forms"),
    "plain": _("Ordinary"),
    "complex": _("Complex"),
    "central": _("Central level"),
    "extended": _("Extended"),
    "days": _("Time allowed"),
    "extensions": _("Extensions, at most"),
    "child_months": _("Child younger than (months)"),
    "within": _("Within"),
    "acts": _("May lead to"),
    "times": _("Times"),
    "years": _("Years"),
    "share": _("Share"),
    "percent": _("Below (%)"),
    "not_within_months": _("Not in the first months in post"),
    "internal_politics": _("Internal political protection"),
    "security_harm": _("Harm to security, defence, foreign affairs"),
    "false_diploma": _("False diplomas"),
    "forms": _("Forms"),
    "grounds": _("Grounds"),
    "apart": _("Warn from a distance of"),
    "levels": _("Levels"),
}
HIDDEN = frozenset({"order", "level", "form", "blocks", "effect", "authority", "pauses", "proposal"})
"""Parts of a value that say how it is used, not what it is."""


def value_in_words(value: Any, unit: str) -> str:
    """One line, in the reader's language; empty where the title of the rule says it all."""
    if isinstance(value, Mapping):
        parts = [(key, part) for key, part in value.items() if key not in HIDDEN and not isinstance(part, bool)]
        if len(parts) == 1 and isinstance(parts[0][1], list):
            return _joined(parts[0][1], unit)
        return "; ".join(f"{_word(key)}: {_part(key, part, unit)}" for key, part in parts)
    return _part("", value, unit)


def _part(key: str, part: Any, unit: str) -> str:
    if isinstance(part, list):
        return _joined(part, unit)
    if isinstance(part, int) and key not in ("extensions", "child_months", "percent", "times", "years", "apart"):
        return _counted(part, unit)
    return str(part)


def _counted(number: int, unit: str) -> str:
    if unit == RuleUnit.DAYS:
        return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
    if unit == RuleUnit.WORKING_DAYS:
        return ngettext("%(number)s working day", "%(number)s working days", number) % {"number": number}
    if unit == RuleUnit.MONTHS:
        return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}
    return str(number)


def _joined(items: Iterable[Any], unit: str) -> str:
    return ", ".join(_word(item) if isinstance(item, str) else _counted(item, unit) for item in items)


def _word(name: str) -> str:
    return str(WORDS.get(name, name))
