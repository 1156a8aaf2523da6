"""The date in Hanoi, asked for at the edges only; below them dates are arguments."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def local_date() -> date:
    """Today in Hanoi."""
    return timezone.localdate(timezone=HANOI)


def local_moment() -> datetime:
    """Now in Hanoi, aware of its zone."""
    return timezone.localtime(timezone=HANOI)
