"""The three database roles: what each may do, as SQL for any server, and applied to the embedded one."""

import sys
from collections.abc import Callable
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from config.embedded import place
from config.embedded.address import DATABASE, ROLES

EXTENSIONS = ("btree_gist", "unaccent", "pg_trgm")


def database_statements(database: str) -> list[str]:
    """What a new, empty database needs before `migrate`; run inside it by the owner or a superuser."""
    owner, app, audit = ROLES["owner"], ROLES["default"], ROLES["audit"]
    default = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner}"
    return [
        *(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS),
        *door_statements(database),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {app}, {audit}",
        f"{default} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        f"{default} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        f"{default} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        f"{default} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    ]


def door_statements(database: str) -> list[str]:
    """Who may enter a database; a clone of it does not inherit this."""
    return [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{database}" TO {ROLES["default"]}, {ROLES["audit"]}',
    ]


def prepare_server(server: Connection, connect: Callable[[str], Connection], var: Path) -> None:
    """Roles, then the database; every step may run again, so a start that was cut off is completed by the next."""
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone():
                return
            for role in ROLES.values():
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                rights = "CREATEDB" if role == ROLES["owner"] else "NOCREATEDB"
                cursor.execute(
                    sql.SQL(
                        f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION {rights} PASSWORD {{}}"
                    ).format(sql.Identifier(role), sql.Literal(place.secret_made(var, role)))
                )
            # A test database is dropped while the application's role may still hold a connection to it.
            cursor.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(ROLES["owner"])))
            half = DATABASE + "_making"
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
            cursor.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
                ).format(sql.Identifier(half), sql.Identifier(ROLES["owner"]))
            )
            inside = connect(half)
            try:
                with inside, inside.cursor() as within:
                    for statement in database_statements(half):
                        within.execute(statement)
            finally:
                inside.close()
            cursor.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(DATABASE))
            )
    finally:
        server.close()


def script() -> str:
    """The same for a server of one's own: psql asks for the three passwords."""
    lines = [f"CREATE ROLE {role} LOGIN{' CREATEDB' if alias == 'owner' else ''};" for alias, role in ROLES.items()]
    lines += [f"\\password {role}" for role in ROLES.values()]
    lines += [f"-- only where the tests run: GRANT pg_signal_backend TO {ROLES['owner']};"]
    lines += [
        (
            f"CREATE DATABASE {DATABASE} OWNER {ROLES['owner']} TEMPLATE template0 "
            "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';"
        )
    ]
    lines += [f"\\connect {DATABASE}", *(f"{statement};" for statement in database_statements(DATABASE))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(script())
