"""App configuration; registers the entry of the brand bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from discipline.aftermath import register as register_follower
        from evaluations.selectors.alerts import SOURCES
        from evaluations.selectors.evidence import may_read_files
        from evaluations.services.carry_over import carry_months
        from evaluations.services.discipline_effect import ask
        from foundation.files import parents
        from foundation.notifications import sources
        from foundation.web import navigation
        from organization.carrying import register_carrier

        parents.register("evaluations.evaluation", may_read_files)
        for source in SOURCES:
            sources.register(source)
        register_carrier(30, carry_months)
        register_follower(ask)

        navigation.register(20, _("Evaluation"), "evaluations:months")
