"""The running month of the demo, opened and partly filled through the services."""

from datetime import date

from evaluations.services.opening import open_cycle


def open_running_month(*, period: date, today: date) -> None:
    """Open the month for everybody."""
    open_cycle(period=period, on=today, by=None)
