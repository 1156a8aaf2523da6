"""The top of the house: makes Celery's app the current one and registers the boot checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Label `config`; has management commands but no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        from config import celery, checks

        celery.app.set_default()
        checks.register_all()
