"""The tests' databases: made as owner from a template that `migrate` filled once, used as the application's role."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django
import psycopg2
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from config.embedded import database_urls, ensure
from config.embedded.address import VARIABLES, WORKER_VARIABLE, worker_url
from config.embedded.roles import database_statements, door_statements
from config.env import BASE_DIR, database_from_url
from tests.worlds import worlds

TEMPLATE_LOCK = 7236002
LONGEST_STATEMENT = "120s"
"""A test's time-out cannot end a query; this does, so that a lost one fails alone and not every test beside it."""
TEMPLATES_KEPT = 12
"""A seeded fault in what `migrate` reads has a template of its own; the sound one outlives them all."""
ROOMS = (
    "foundation",
    "organization",
    "accounts",
    "cadres",
    "directives",
    "discipline",
    "inspections",
    "evaluations",
    "reports",
    "config",
)


@dataclass
class TestDatabase:
    """One database of this test process; `environment` is what a subprocess needs to use the same."""

    name: str
    __test__ = False

    def environment(self) -> dict[str, str]:
        urls = {VARIABLES[alias]: url_of(connections.settings[alias]) for alias in VARIABLES}
        worker = {**database_from_url(worker_url()), "NAME": self.name}
        return urls | {WORKER_VARIABLE: url_of(worker)}


def url_of(database: dict[str, Any]) -> str:
    user, password = (quote(str(database[key]), safe="") for key in ("USER", "PASSWORD"))
    return f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def use(name: str) -> None:
    """Point all aliases, in every thread, at this database."""
    urls = database_urls()
    for alias in VARIABLES:
        connections[alias].close()
        described = database_from_url(urls[alias])
        connections.settings[alias].update({**described, "NAME": name, "CONN_MAX_AGE": 0})


class Workshop:
    """Makes and drops databases over one owner's connection, which also holds the names in use (advisory locks)."""

    def __init__(self) -> None:
        ensure()
        self.connection = psycopg2.connect(database_urls()["owner"])
        self.connection.autocommit = True

    def run(self, statement: sql.Composable | str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def exists(self, name: str) -> bool:
        return bool(self.run("SELECT 1 FROM pg_database WHERE datname = %s", (name,)))

    def drop(self, name: str) -> None:
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def own_name(self, wish: str) -> str:
        """The wished name, or with a number behind it while another test run uses it."""
        for number in range(100):
            name = wish if number == 0 else f"{wish}_{number}"
            if self.run("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (name,))[0][0]:
                return name
        raise RuntimeError("a hundred test runs at once")

    def clone(self, name: str) -> TestDatabase:
        template = self.template()
        self.drop(name)
        self.run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        for statement in door_statements(name):
            self.run(statement)
        self.run(
            sql.SQL("ALTER DATABASE {} SET statement_timeout = {}").format(
                sql.Identifier(name), sql.Literal(LONGEST_STATEMENT)
            )
        )
        return TestDatabase(name)

    def template(self) -> str:
        """The database with every migration applied; made once for each state of the migrations."""
        name = f"kc_tpl_{state_of_migrations()}"
        if self.exists(name):
            return name
        self.run("SELECT pg_advisory_lock(%s)", (TEMPLATE_LOCK,))
        try:
            if not self.exists(name):
                self.forget_old_templates()
                self.fill_template(name)
        finally:
            self.run("SELECT pg_advisory_unlock(%s)", (TEMPLATE_LOCK,))
        return name

    def fill_template(self, name: str) -> None:
        half = f"{name}_making"
        self.drop(half)
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'").format(
                sql.Identifier(half)
            )
        )
        use(half)
        with connections["owner"].cursor() as cursor:
            for statement in database_statements(half):
                cursor.execute(statement)
        call_command("migrate", verbosity=0, interactive=False)
        for connection in connections.all():
            connection.close()
        self.run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))

    def forget_old_templates(self) -> None:
        found = self.run("SELECT datname FROM pg_database WHERE datname LIKE 'kc\\_tpl\\_%' ORDER BY oid DESC")
        for (name,) in found[TEMPLATES_KEPT:]:
            self.drop(name)


def state_of_migrations() -> str:
    """A hash over everything that `migrate` reads."""
    digest = hashlib.sha256(django.__version__.encode())
    files = {path for room in ROOMS for path in (BASE_DIR / room).rglob("migrations/*.py")}
    files |= {path for room in ROOMS for path in (BASE_DIR / room).rglob("*.sql")}
    files |= {BASE_DIR / "foundation/audit/privileges.py", BASE_DIR / "config/embedded/roles.py"}
    for path in sorted(files, key=str):
        digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + Path(path).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def workshop(django_db_blocker: Any) -> Iterator[Workshop]:
    with django_db_blocker.unblock():
        made = Workshop()
        made.template()
    yield made
    made.connection.close()


@pytest.fixture(scope="session")
def test_database(workshop: Workshop, django_db_blocker: Any) -> Iterator[TestDatabase]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = workshop.own_name(f"kc_test{os.environ.get('KC_TEST_DB_SUFFIX', '')}_{worker}")
    with django_db_blocker.unblock():
        database = workshop.clone(name)
        use(name)
        worlds.begin(workshop, name, use, django_db_blocker)
    yield database
    with django_db_blocker.unblock():
        worlds.end()
        close_all()
        workshop.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(test_database: TestDatabase) -> None:
    """Replaces pytest-django's own: what a `django_db` test writes is rolled back in this database."""


@pytest.fixture
def committed_db(workshop: Workshop, test_database: TestDatabase, django_db_blocker: Any) -> Iterator[TestDatabase]:
    """A database of its own for a test that commits, uses several connections, threads or processes."""
    with committed(workshop, test_database, django_db_blocker) as database:
        yield database


@contextmanager
def committed(workshop: Workshop, usual: TestDatabase, blocker: Any) -> Iterator[TestDatabase]:
    name = f"{usual.name}_c"
    with blocker.unblock():
        database = workshop.clone(name)
        use(name)
        try:
            yield database
        finally:
            close_all()
            use(usual.name)
            workshop.drop(name)


def close_all() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
