"""App configuration of discipline: what bars a person, and that cases follow who moves."""

from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "discipline"

    def ready(self) -> None:
        from cadres import bars, moving
        from discipline.selectors.bars import bars_of
        from discipline.services.following import follow_person

        bars.register(bars_of)
        moving.register(follow_person)
