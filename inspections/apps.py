"""App configuration of inspections: what its sealed things leave in the trail is veiled."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from foundation.audit import veil
        from foundation.files import parents
        from foundation.notifications import sources
        from foundation.web import navigation
        from inspections.selectors.alerts import SOURCE
        from inspections.selectors.remedies import may_read_notice_file, may_read_remedy_files
        from inspections.selectors.veil import veiled_entries
        from inspections.selectors.visits import may_read_finding_files, may_read_minutes_file
        from inspections.services.team_alerts import TEAM_SOURCE
        from inspections.tabs import register_tab

        parents.register("inspections.finding", may_read_finding_files)
        parents.register("inspections.minutes", may_read_minutes_file)
        parents.register("inspections.notice", may_read_notice_file)
        parents.register("inspections.remedy", may_read_remedy_files)

        sources.register(SOURCE)
        sources.register(TEAM_SOURCE)
        veil.register(veiled_entries)
        register_tab(10, "inspection", _("Overview"), "inspections:inspection", "inspection.read", begun=False)
        register_tab(20, "after", _("After the visit"), "visits:after", "inspection.read")
        register_tab(90, "knowers", _("Who knew"), "inspections:knowers", "inspection.knowers", begun=False)
        navigation.register(22, _("Inspections"), "inspections:list", "inspection.list")
        navigation.register(23, _("Remedies"), "remedies:list", "remedy.list")
