"""App configuration: assignments in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"

    def ready(self) -> None:
        from foundation.web import navigation

        navigation.register(40, _("Assignments"), "directives:assignments", "assignment.read")
