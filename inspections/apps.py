"""App configuration of inspections."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
