"""The app entry of the room that reads and writes tables."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "foundation.sheets"
    label = "sheets"
