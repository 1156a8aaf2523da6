"""The web room: what every page and every API answer shares."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers nothing of its own; the other rooms register their entries here."""

    name = "foundation.web"
    label = "foundation_web"
