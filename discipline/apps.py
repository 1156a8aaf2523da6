"""App configuration of discipline: who reads its papers, what bars a person, and what cases follow."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisciplineConfig(AppConfig):
    name = "discipline"

    def ready(self) -> None:
        from cadres import bars, holds, moving, tying
        from discipline.selectors.alerts import SOURCES
        from discipline.selectors.bars import bars_of
        from discipline.selectors.case_page import may_read_exhibit_files
        from discipline.selectors.holds import holds_of
        from discipline.selectors.papers import may_read_paper_files
        from discipline.services.following import follow_person, follow_tie
        from foundation.files import parents
        from foundation.notifications import sources
        from foundation.web import navigation

        parents.register("discipline.case", may_read_exhibit_files)
        parents.register("discipline.casepaper", may_read_paper_files)
        for source in SOURCES:
            sources.register(source)
        bars.register(bars_of)
        holds.register(holds_of)
        moving.register(follow_person)
        tying.register(follow_tie)
        navigation.register(25, _("Discipline"), "discipline:board", "case.list")
