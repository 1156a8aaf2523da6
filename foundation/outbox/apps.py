"""The outbox as a Django app; loads every app's tasks.py so that the registry is full."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "foundation.outbox"
    label = "outbox"

    def ready(self) -> None:
        autodiscover_modules("tasks")
