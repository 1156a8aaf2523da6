"""App configuration: says where people belong, and what the registry adds to the pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    name = "cadres"

    def ready(self) -> None:
        from cadres.selectors.home import home_path, unit_name
        from cadres.selectors.planning import line_about as planned
        from cadres.selectors.reorganisation import heads_to_choose, staff_to_place
        from cadres.selectors.rotation_alert_source import SOURCE
        from cadres.selectors.ties import related_to
        from cadres.selectors.ties import tie_about as related
        from cadres.services.reorganisation import carry_people
        from cadres.services.rotation_round_alerts import SOURCE as ROUNDS
        from cadres.tabs import register_tab
        from foundation.access.identity import register_home, register_relatives
        from foundation.notifications import sources
        from foundation.web import navigation
        from organization.carrying import register_carrier, register_choices

        register_home(home_path)
        register_relatives(related_to)
        sources.register(SOURCE)
        sources.register(ROUNDS)
        register_carrier(10, carry_people)
        register_choices(heads=heads_to_choose, staff=staff_to_place)
        navigation.register(30, _("People"), "cadres:people", "person.read")
        navigation.register(72, _("Rotation"), "rotation:due", "rotation_case.list")
        navigation.register_menu(40, _("My moves"), "rotation:own", "rotation_case.own", "rotate-clockwise")
        navigation.register_subtitle(unit_name)
        register_tab(10, "overview", _("Overview"), "cadres:person", "person.read")
        register_tab(20, "posts", _("Career"), "cadres:person_posts", "posting.read")
        register_tab(25, "planning", _("Planning"), "cadres:person_planning", "planning_entry.read", planned)
        register_tab(60, "absences", _("Absences"), "cadres:person_absences", "absence.read")
        register_tab(70, "family", _("Relatives"), "cadres:person_family", "family_tie.read", related)
