"""App configuration of inspections: who reads its photos and papers."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from foundation.files import parents
        from inspections.selectors.remedies import may_read_notice_file, may_read_remedy_files
        from inspections.selectors.visits import may_read_finding_files, may_read_minutes_file

        parents.register("inspections.finding", may_read_finding_files)
        parents.register("inspections.minutes", may_read_minutes_file)
        parents.register("inspections.notice", may_read_notice_file)
        parents.register("inspections.remedy", may_read_remedy_files)
