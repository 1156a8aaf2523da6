"""App configuration of discipline."""

from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "discipline"
