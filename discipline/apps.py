"""App configuration of discipline: who reads its papers, what bars a person, and that cases follow who moves."""

from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "discipline"

    def ready(self) -> None:
        from cadres import bars, moving
        from discipline.selectors.bars import bars_of
        from discipline.selectors.papers import may_read_paper_files
        from discipline.services.following import follow_person
        from foundation.files import parents

        parents.register("discipline.casepaper", may_read_paper_files)
        bars.register(bars_of)
        moving.register(follow_person)
