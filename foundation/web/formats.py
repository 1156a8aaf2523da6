"""Dates, numbers and names as the reader's language writes them; plain functions."""

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.web.clock import HANOI


def vn_date(value: Any) -> str:
    """27/11/2026, in both languages; a moment is taken to Hanoi first."""
    if isinstance(value, datetime):
        value = timezone.localtime(value, HANOI) if timezone.is_aware(value) else value
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""


def vn_datetime(value: Any) -> str:
    """27/11/2026 08:41 in Hanoi."""
    if not isinstance(value, datetime):
        return vn_date(value)
    local = timezone.localtime(value, HANOI) if timezone.is_aware(value) else value
    return f"{local:%d/%m/%Y %H:%M}"


def vn_month(value: Any) -> str:
    """11/2026, for a period written as the first of a month."""
    return f"{value:%m/%Y}" if isinstance(value, date) else ""


def _marks() -> tuple[str, str]:
    return (",", ".") if (get_language() or "vi").startswith("vi") else (".", ",")


def number(value: Any, places: int = 0) -> str:
    """1.742,36 in Vietnamese, 1,742.36 in English; halves are rounded up, as on paper."""
    if value is None or value == "":
        return ""
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    decimal_mark, thousand_mark = _marks()
    text = f"{rounded:,.{places}f}"
    return text.translate(str.maketrans(",.", thousand_mark + decimal_mark))


def points(value: Any) -> str:
    """A score: 84,5 and 91,0; always one decimal, two when the second is not zero."""
    if value is None or value == "":
        return "–"
    exact = Decimal(str(value))
    return number(exact, 1 if exact == exact.quantize(Decimal("0.1")) else 2)


def working_days_words(left: int | None) -> str:
    """How far a deadline is, in words; on a day off right after it no working day has passed yet, which -1 says too."""
    if left is None:
        return ""
    if left == -1:
        return _("Overdue by up to one working day")
    if left < 0:
        return ngettext("%(n)s working day overdue", "%(n)s working days overdue", -left) % {"n": -left}
    if left == 0:
        return _("Due today")
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}


def working_days_tone(left: int | None) -> str:
    """Tone of a deadline: late is bad, within two working days is a warning."""
    if left is None:
        return ""
    return "bad" if left < 0 else "warn" if left <= 2 else ""


def initials(name: str) -> str:
    """First letters of the last two words, as the family calls a Vietnamese name: Đặng Thị Khánh Vân -> KV."""
    words = unicodedata.normalize("NFC", name or "").split()
    return "".join(word[0] for word in words[-2:]).upper() or "?"
