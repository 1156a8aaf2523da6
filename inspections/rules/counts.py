"""Figures of a visit: what a sample may say, how attendance adds up, how far a device's clock was off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

CLOCK_TOLERANCE = timedelta(minutes=2)
"""A device further off than this is said to be off beside everything it recorded."""
MOST_FILES = 100_000_000
LONGEST_DELAY = 2000
"""Working days; a larger figure is a slip of the finger (eight years)."""
PHOTOS_AT_ONCE = 10
PHOTOS_A_FINDING = 20


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many were found how."""

    present: int = 0
    with_reason: int = 0
    without_reason: int = 0
    unmarked: int = 0

    @property
    def total(self) -> int:
        return self.present + self.with_reason + self.without_reason + self.unmarked

    @property
    def complete(self) -> bool:
        """Somebody was looked for, and nobody was left out."""
        return self.total > 0 and not self.unmarked


def attendance_of(marks: Iterable[str]) -> Attendance:
    listed = list(marks)
    return Attendance(
        present=listed.count("present"),
        with_reason=listed.count("with_reason"),
        without_reason=listed.count("without_reason"),
        unmarked=listed.count(""),
    )


def sample_fault(*, population: int, sample: int, failing: int, worst_delay: int) -> tuple[str, str] | None:
    """The first rule that these four figures break, as (field, code); None when they fit together."""
    for field, value in (
        ("population", population), ("sample", sample), ("failing", failing), ("worst_delay", worst_delay),
    ):  # fmt: skip
        if value < 0:
            return field, "negative"
        if value > MOST_FILES:
            return field, "beyond_reason"
    if not sample:
        return "sample", "empty"
    if sample > population:
        return "sample", "above_population"
    if failing > sample:
        return "failing", "above_sample"
    if worst_delay and not failing:
        return "worst_delay", "delay_without_failing"
    if worst_delay > LONGEST_DELAY:
        return "worst_delay", "too_long"
    return None


def clock_off_by(said: datetime, known: datetime) -> int:
    """Whole seconds by which the device's clock runs ahead of the server's (negative: behind)."""
    return round((said - known).total_seconds())


def clock_is_off(seconds: int) -> bool:
    return abs(seconds) > CLOCK_TOLERANCE.total_seconds()
