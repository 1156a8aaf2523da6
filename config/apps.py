"""The top of the house: makes Celery's app the current one, hands the timetable down and registers the boot checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Label `config`; has management commands but no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        from config import celery, checks, schedule
        from config.worker_boot import BootChecks
        from foundation.outbox.ticker import use_timetable

        celery.app.set_default()
        use_timetable(schedule.PERIODIC)
        celery.app.steps["worker"].add(BootChecks)
        checks.register_all()
