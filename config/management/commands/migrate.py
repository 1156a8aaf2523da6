"""`migrate` as the owner of the tables, one at a time, followed by the rights of the other two roles."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from config.database_router import migrating
from foundation.audit import privileges

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
        finally:
            connection.close()  # ends the lock, and leaves no owner's connection behind in a long-lived process


def grant(*, verbosity: int, say: Any) -> None:
    """Give the application's and the trail's role what they may do; with a single role there is nothing to part."""
    app, owner, audit = (settings.DATABASES[alias]["USER"] for alias in ("default", "owner", "audit"))
    if app == owner:
        if verbosity:
            say("One role serves all three aliases: the database cannot refuse what only the owner may do.")
        return
    connection = connections["owner"]
    tables = connection.introspection.table_names()
    if not {privileges.TRAIL, "django_migrations"} <= set(tables):
        return
    with connection.cursor() as cursor:
        for statement in privileges.statements(app_role=app, audit_role=audit, tables=tables):
            cursor.execute(statement)
