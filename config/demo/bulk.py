"""One UPDATE for many rows with values of their own; triggers see each row as in any other statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg2 import sql

CHUNK = 500


def update_each(
    table: str, keys: Sequence[int], columns: Mapping[str, tuple[str, Sequence[Any]]], same: Mapping[str, Any]
) -> None:
    """Write `columns` (name: (type, a value for each key)) and `same` (one value for all), a version further.

    Must run inside `recorded()`.
    """
    names = list(columns)
    sets = [sql.SQL("{0} = new.{0}").format(sql.Identifier(name)) for name in names]
    sets += [sql.SQL("{} = %s").format(sql.Identifier(name)) for name in same]
    arrays = [sql.SQL(", %s::text[]") for _name in names]
    casts = [
        sql.SQL(", {}::{} AS {}").format(sql.Identifier(name), sql.SQL(columns[name][0]), sql.Identifier(name))
        for name in names
    ]
    statement = sql.SQL(
        "UPDATE {table} AS old SET {sets}, row_version = old.row_version + 1 FROM (SELECT id{casts} "
        "FROM unnest(%s::bigint[]{arrays}) AS given(id{names})) AS new WHERE old.id = new.id"
    ).format(
        table=sql.Identifier(table),
        sets=sql.SQL(", ").join(sets),
        casts=sql.Composed(casts),
        arrays=sql.Composed(arrays),
        names=sql.Composed([sql.SQL(", {}").format(sql.Identifier(name)) for name in names]),
    )
    with connection.cursor() as cursor:
        text = statement.as_string(cursor.connection)
        for start in range(0, len(keys), CHUNK):
            end = start + CHUNK
            given = [[_text(value) for value in columns[name][1][start:end]] for name in names]
            cursor.execute(text, [*same.values(), list(keys[start:end]), *given])


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
