"""App configuration: home stands first in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from foundation.web import navigation

        navigation.register(10, _("My work"), "reports:home")
        navigation.register(90, _("Trail"), "reports:trail", action="audit_event.read")
