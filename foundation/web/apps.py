"""The web room: what every page and every API answer shares."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers nothing of its own but what text fields refuse; the other rooms register their entries here."""

    name = "foundation.web"
    label = "foundation_web"

    def ready(self) -> None:
        from foundation.web.unseen import install

        install()
