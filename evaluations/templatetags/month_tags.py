"""{% load month_tags %}: points without idle zeros, and what a cell of the grid needs for its script."""

from decimal import Decimal
from typing import Any

from django import template

from evaluations.rules.wording import figure

register = template.Library()


@register.filter
def plain(value: Any) -> str:
    """10 stays 10, 9.50 becomes 9,5; nothing is nothing."""
    return figure(value)


@register.filter
def machine(value: Any) -> str:
    """The same number as a script reads it, with a point."""
    if value in ("", None):
        return ""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def signed(value: Any) -> str:
    """+2 or −3,5, with a real minus sign."""
    if value in ("", None):
        return ""
    number = Decimal(str(value))
    mark = "+" if number > 0 else "−" if number < 0 else ""
    return f"{mark}{figure(abs(number))}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """{{ typed|get:line.code }}: the value under a key, or nothing."""
    return mapping.get(key) if mapping else None
