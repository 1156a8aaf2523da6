"""App configuration; registers the entry of the brand bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from foundation.web import navigation

        navigation.register(20, _("Evaluation"), "evaluations:months")
