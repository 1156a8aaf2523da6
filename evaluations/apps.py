"""App configuration; registers the entry of the brand bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from evaluations.selectors.evidence import may_read_files
        from foundation.files import parents
        from foundation.web import navigation

        parents.register("evaluations.evaluation", may_read_files)

        navigation.register(20, _("Evaluation"), "evaluations:months")
