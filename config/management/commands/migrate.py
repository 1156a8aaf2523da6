"""`migrate` as the owner of the tables, one at a time, followed by the rights of the other roles."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections, transaction

from config.database_router import migrating
from foundation.audit import life, privileges

ONE_AT_A_TIME = 7236001  # advisory lock: two commands on an empty database must not both create the tables


class Command(DjangoMigrate):
    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] != "owner":
            raise CommandError("Tables are changed by their owner only: leave --database out.")
        connection = connections["owner"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            with migrating():
                super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grant(verbosity=options["verbosity"], say=self.stdout.write)
                tell_trail(say=self.stdout.write)
        finally:
            connection.close()  # ends the lock, and leaves no owner's connection behind in a long-lived process


def grant(*, verbosity: int, say: Any) -> None:
    """Give the application's and the trail's role what they may do; with a single role there is nothing to part."""
    app, owner, audit, sealer = (settings.DATABASES[alias]["USER"] for alias in ("default", "owner", "audit", "sealer"))
    if app == owner:
        if verbosity:
            say("One role serves all aliases: the database cannot refuse what only the owner may do.")
        return
    connection = connections["owner"]
    tables = connection.introspection.table_names()
    if not {privileges.TRAIL, *privileges.CHAIN, "django_migrations"} <= set(tables):
        return
    with transaction.atomic(using="owner"), connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'pgtrigger\\_audited\\_%'")
        capturing = [name for (name,) in cursor.fetchall()]
        for statement in privileges.statements(
            app_role=app, audit_role=audit, sealer_role=sealer, tables=tables, capturing=capturing
        ):
            cursor.execute(statement)


def tell_trail(*, say: Any) -> None:
    """The trail learns of new columns, and of a server that counts transactions from anew."""
    if not {privileges.TRAIL, *privileges.CHAIN} <= set(connections["owner"].introspection.table_names()):
        return
    with transaction.atomic(using="owner"):
        if life.lift_transaction_numbers():
            say("Restored into another server: the trail goes on above the numbers it has seen.")
        life.record_columns()
