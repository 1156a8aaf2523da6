"""Reading a nested mapping key by key, naming the place of whatever cannot be taken."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from evaluations.rules.spec import Name, Source
from foundation.workflow.errors import InvalidInput


class FrameworkFault(InvalidInput):
    """The data of a framework cannot be taken as it is; `field` holds the place, as in quotas[1].percent."""

    default_code = "framework_fault"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}", field=place)
        self.place = place


_MISSING: Any = object()


class Section:
    """One mapping of the data. Every key must be asked for before `close()`, which refuses the others."""

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, Mapping):
            raise FrameworkFault(place or "framework", _("a group of keys was expected here"))
        self._data = data
        self._asked: set[str] = set()
        self.place = place

    def where(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def fault(self, key: str, problem: str) -> FrameworkFault:
        return FrameworkFault(self.where(key), problem)

    def has(self, key: str) -> bool:
        """Whether the key holds something; an explicit null counts as absent."""
        self._asked.add(key)
        return self._data.get(key) is not None

    def stored(self, key: str, default: Any = _MISSING) -> Any:
        self._asked.add(key)
        value = self._data.get(key)
        if value is not None:
            return value
        if default is _MISSING:
            raise self.fault(key, _("is missing"))
        return default

    def text(self, key: str, default: Any = _MISSING) -> str:
        value = self.stored(key, default)
        if not isinstance(value, str) or (not value.strip() and default is _MISSING):
            raise self.fault(key, _("a text was expected"))
        return value

    def choice(self, key: str, allowed: Collection[str], default: Any = _MISSING) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.fault(
                key, _("%(value)s is none of %(allowed)s") % {"value": value, "allowed": ", ".join(sorted(allowed))}
            )
        return value

    def number(self, key: str, default: Any = _MISSING) -> Decimal:
        return to_number(self.stored(key, default), self.where(key))

    def whole(self, key: str, default: Any = _MISSING) -> int:
        value = self.stored(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(key, _("a whole number was expected"))
        return value

    def yes_no(self, key: str, default: Any = _MISSING) -> bool:
        value = self.stored(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, _("true or false was expected"))
        return value

    def day(self, key: str) -> date:
        value = self.stored(key)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.fault(key, _("a date such as 2026-01-31 was expected")) from None

    def name(self, key: str, default: Name | None = None) -> Name:
        if default is not None and not self.has(key):
            return default
        section = self.section(key)
        name = Name(vi=section.text("vi"), en=section.text("en"))
        section.close()
        return name

    def source(self, sources: Mapping[str, Source]) -> Source:
        """The source this place names; every number has one."""
        return sources[self.choice("source", tuple(sources))]

    def section(self, key: str) -> "Section":
        return Section(self.stored(key), self.where(key))

    def sections(self, key: str, *, empty_allowed: bool = False) -> list["Section"]:
        """The items of a list; places are counted from 1, as people count."""
        value = self.stored(key, [] if empty_allowed else _MISSING)
        if not isinstance(value, list) or not (value or empty_allowed):
            raise self.fault(key, _("a list was expected"))
        return [Section(item, f"{self.where(key)}[{number}]") for number, item in enumerate(value, start=1)]

    def texts(self, key: str, allowed: Collection[str], default: Any = _MISSING) -> tuple[str, ...]:
        value = self.stored(key, default)
        if not isinstance(value, list | tuple) or len(set(map(str, value))) != len(value):
            raise self.fault(key, _("a list without repetition was expected"))
        for item in value:
            if item not in allowed:
                raise self.fault(
                    key, _("%(value)s is none of %(allowed)s") % {"value": item, "allowed": ", ".join(sorted(allowed))}
                )
        return tuple(value)

    def codes(self) -> list[str]:
        return [str(key) for key in self._data]

    def close(self) -> None:
        """Refuse whatever nobody asked for: a misspelt key must not be passed over in silence."""
        if unknown := sorted(set(self.codes()) - self._asked):
            raise self.fault(unknown[0], _("unknown key"))


def to_number(value: Any, place: str) -> Decimal:
    """An exact decimal from the way it is written; 0.1 stays 0.1."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise FrameworkFault(place, _("a number was expected"))
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise FrameworkFault(place, _("a number was expected")) from None
    if not number.is_finite():
        raise FrameworkFault(place, _("a number was expected"))
    return number
