"""The database roles: what each may do, as SQL for any server, and applied to the embedded one."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from config.embedded import place
from config.embedded.address import ALL_ROLES, BACKUP, DATABASE, ROLES, WORKER

EXTENSIONS = ("btree_gist", "unaccent", "pg_trgm")


def server_statements() -> list[str]:
    """What holds for the whole server: the worker works with the application's rights, the backup reads everything."""
    return [
        f"GRANT {ROLES['default']} TO {WORKER}",
        f"GRANT pg_read_all_data TO {BACKUP}",
        f"ALTER ROLE {BACKUP} SET default_transaction_read_only = on",
    ]


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
    invited = ", ".join(role for role in ALL_ROLES if role != ROLES["owner"])
    return [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{database}" TO {invited}',
    ]


def complete(server: Connection) -> bool:
    """Whether every role is there: a data folder of an earlier version lacks the newer ones."""
    try:
        with server, server.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(ALL_ROLES)])
            return bool(cursor.fetchone()[0] == len(ALL_ROLES))
    finally:
        server.close()


def prepare_server(server: Connection, connect: Callable[[str], Connection], var: Path) -> None:
    """Roles, then the database; every step may run again, so a start that was cut off is completed by the next."""
    try:
        with server, server.cursor() as cursor:  # one transaction: roles without their rights are never left behind
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            there = bool(cursor.fetchone())
            make_roles(cursor, var, renew=not there)
            if there:
                for statement in door_statements(DATABASE):
                    cursor.execute(statement)
        if not there:
            server.autocommit = True
            with server.cursor() as cursor:
                make_database(cursor, connect)
    finally:
        server.close()


def make_roles(cursor: Any, var: Path, *, renew: bool) -> None:
    """Create the roles that are missing; `renew` also gives those that exist their kept password."""
    for role in ALL_ROLES:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found and not renew:
            continue
        rights = "CREATEDB" if role == ROLES["owner"] else "NOCREATEDB"
        cursor.execute(
            sql.SQL(
                f"{'ALTER' if found else 'CREATE'} ROLE {{}} "
                f"LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION {rights} PASSWORD {{}}"
            ).format(sql.Identifier(role), sql.Literal(place.secret_made(var, role)))
        )
    # A test database is dropped while the application's role may still hold a connection to it.
    cursor.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(ROLES["owner"])))
    for statement in server_statements():
        cursor.execute(statement)


def make_database(cursor: Any, connect: Callable[[str], Connection]) -> None:
    half = DATABASE + "_making"
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
    cursor.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'").format(
            sql.Identifier(half), sql.Identifier(ROLES["owner"])
        )
    )
    inside = connect(half)
    try:
        with inside, inside.cursor() as within:
            for statement in database_statements(half):
                within.execute(statement)
    finally:
        inside.close()
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(DATABASE)))


def script() -> str:
    """The same for a server of one's own: psql asks for the passwords."""
    lines = [f"CREATE ROLE {role} LOGIN{' CREATEDB' if role == ROLES['owner'] else ''};" for role in ALL_ROLES]
    lines += [f"\\password {role}" for role in ALL_ROLES]
    lines += [f"{statement};" for statement in server_statements()]
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
