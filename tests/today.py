"""The day of a run in Hanoi, for what runs write about themselves."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo


def today_in_hanoi() -> str:
    """dd/mm/yyyy."""
    return datetime.fromtimestamp(time.time(), ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%d/%m/%Y")
