"""The notifications room as a Django app: the bell of every page, and word of jobs that were given up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "foundation.notifications"
    label = "notifications"

    def ready(self) -> None:
        from foundation.files.services.checking import when_damaged
        from foundation.notifications import damaged_files, sources
        from foundation.notifications.dead_letters import tell
        from foundation.notifications.own_sources import SOURCES
        from foundation.notifications.selectors import unread_of
        from foundation.outbox.registry import when_dead
        from foundation.web import navigation
        from foundation.web.navigation import register_inbox

        for source in SOURCES:
            sources.register(source)
        when_dead(tell)
        when_damaged(damaged_files.tell)
        register_inbox("notifications:inbox", unread_of)
        navigation.register_menu(
            25, _("Alerts of the units"), "notifications:alerts", "alert.list", icon="bell-ringing"
        )
