"""The organisation as a Django app: its entries in the brand bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"

    def ready(self) -> None:
        from foundation.web import navigation

        navigation.register(35, _("Units"), "organization:units", "unit.read")
        navigation.register_menu(30, _("Working calendar"), "organization:calendar", "holiday.read", icon="calendar")
