"""App configuration: tells the access room who holds which role."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.enums import Role
        from accounts.selectors.above import heads_above, officers
        from accounts.selectors.grants import held_by, keepers_of_files, operators
        from accounts.services.grant_alerts import SOURCE
        from foundation.access.identity import register_grants, register_role_names
        from foundation.notifications.damaged_files import use_keepers
        from foundation.notifications.dead_letters import use_operators
        from foundation.notifications.sources import register, use_superiors
        from foundation.web import navigation

        register_grants(held_by)
        register_role_names(lambda role: str(Role(role).label))
        use_operators(operators)
        use_superiors(heads_above, officers)
        use_keepers(keepers_of_files)
        register(SOURCE)
        navigation.register(90, _("Roles"), "accounts:grants", "grant.execute")
        navigation.register_menu(10, _("My account"), "accounts:profile", icon="user")
        navigation.register_menu(15, _("Accounts"), "accounts:accounts", "account.list", icon="users")
        navigation.register_menu(20, _("Keys for programs"), "accounts:tokens", icon="key")
