"""pytest plugin of the fault runner: runs the fault's SQL, as the owner, in every database the tests are given."""

import os
from typing import Any

VARIABLE = "KC_SEEDED_FAULT_SQL"


def pytest_configure(config: Any) -> None:
    statement = os.environ.get(VARIABLE)
    if not statement:
        return
    import psycopg2

    from config.embedded import database_urls
    from tests.database import TestDatabase, Workshop

    clone = Workshop.clone

    def faulty(self: Workshop, name: str) -> TestDatabase:
        database = clone(self, name)
        described = self.connection.get_dsn_parameters()
        password = database_urls()["owner"].split(":", 2)[2].split("@", 1)[0]
        inside = psycopg2.connect(
            host=described["host"], port=described["port"], user=described["user"], password=password, dbname=name
        )
        try:
            with inside, inside.cursor() as cursor:
                cursor.execute(statement)
        finally:
            inside.close()
        return database

    Workshop.clone = faulty  # type: ignore[method-assign]  # the fault itself
