"""The organisation as a Django app: its entries in the brand bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"

    def ready(self) -> None:
        from foundation.notifications.sources import use_working_days
        from foundation.web import navigation
        from organization.selectors.working_days import working_day_after

        use_working_days(working_day_after)

        navigation.register(35, _("Units"), "organization:units", "unit.read")
        navigation.register_menu(30, _("Working calendar"), "organization:calendar", "holiday.read", icon="calendar")
