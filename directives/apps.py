"""App configuration: assignments and documents in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"

    def ready(self) -> None:
        from cadres.tabs import register_tab
        from directives.selectors.alerts import SOURCES
        from directives.selectors.commendations import may_read_commendation_files
        from directives.selectors.documents import may_read_document_files
        from directives.selectors.evidence import may_read_files
        from directives.selectors.undertakings import may_read_undertaking_files
        from directives.services.function_carrying import carry_functions
        from directives.services.reorganisation import carry_tasks
        from foundation.files import parents
        from foundation.notifications import sources
        from foundation.web import navigation
        from organization.carrying import register_carrier

        parents.register("directives.assignment", may_read_files)
        parents.register("directives.undertaking", may_read_undertaking_files)
        parents.register("directives.commendation", may_read_commendation_files)
        parents.register("directives.document", may_read_document_files)
        for source in SOURCES:
            sources.register(source)
        register_carrier(20, carry_tasks)
        register_carrier(25, carry_functions)
        register_tab(65, "commendations", _("Commendations"), "commendations:person", "commendation.read")

        beside = ("recurring:list", "reviews:delays", "reviews:questions")
        navigation.register(40, _("Assignments"), "directives:assignments", "assignment.read", also=beside)
        navigation.register(42, _("Undertakings"), "undertakings:list", "undertaking.read")
        navigation.register(43, _("Measures"), "measures:list", "measure.read")
        library = ("functions:list", "regulations:list", "commendations:list")
        navigation.register(45, _("Documents"), "catalogues:documents", "document.read", also=library)
