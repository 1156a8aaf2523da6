"""Days as Vietnamese official papers write them."""

from datetime import date, time

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_of(on: date) -> str:
    """A day below ten, and the months January and February, carry a leading nought (Decree 30/2020, appendix I)."""
    return f"{on.day:02d}"


def month_of(on: date) -> str:
    return f"{on.month:02d}" if on.month < 3 else str(on.month)


def short(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def with_weekday(on: date) -> str:
    return f"{_WEEKDAYS[on.weekday()]}, ngày {short(on)}"


def when(on: date, at: time | None) -> str:
    """The hour, when it is known, before the day."""
    return f"{at.hour} giờ {at.minute:02d}, {with_weekday(on)}" if at is not None else with_weekday(on)


def padded(number: str) -> str:
    """A number below ten carries a leading nought."""
    return f"0{number}" if number.isascii() and number.isdigit() and len(number) == 1 else number
