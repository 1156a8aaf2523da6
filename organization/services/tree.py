"""Writing into the tree: one writer at a time, ids known beforehand, paths that follow the parent."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import F

from organization.models import Unit
from organization.rules.paths import path_under


def lock_tree() -> None:
    """Let one transaction at a time change the tree; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('organization.unit', 0))")


def next_ids(count: int) -> list[int]:
    """Ids for units about to be written, so that their path is known in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Unit._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def new_unit_under(parent: Unit | None, unit: Unit) -> Unit:
    """Write a new unit below `parent` with its path."""
    (unit.pk,) = next_ids(1)
    unit.parent = parent
    unit.path = path_under(parent.path if parent else "", unit.pk)
    unit.save(force_insert=True)
    return unit


def repath(parents: Mapping[int, int | None], paths: Mapping[int, str], moved: Iterable[int]) -> dict[int, str]:
    """New paths of the moved units and of everything below them.

    Args:
        parents: parent id of every unit, as it is now.
        paths: path of every unit, as it is stored.
        moved: ids of units whose parent changed.
    """
    children: dict[int | None, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    changed: dict[int, str] = {}

    def path_of(number: int) -> str:
        if number in changed:
            return changed[number]
        return paths[number]

    def write(number: int) -> None:
        parent = parents[number]
        path = path_under(path_of(parent) if parent else "", number)
        if path != paths[number]:
            changed[number] = path
        for child in children.get(number, []):
            write(child)

    def depth(number: int) -> int:
        steps, parent = 0, parents[number]
        while parent is not None:
            steps, parent = steps + 1, parents[parent]
        return steps

    for number in sorted(moved, key=depth):
        write(number)
    return changed


def write_paths(changed: Mapping[int, str]) -> None:
    """Store the new paths; each is an edit of its row."""
    for number, path in changed.items():
        Unit.objects.filter(pk=number).update(path=path, row_version=F("row_version") + 1)


def rehang(parents: Mapping[int, int]) -> None:
    """Put units (keys) below other parents (values); everything below them follows."""
    if not parents:
        return
    for number, parent in parents.items():
        Unit.objects.filter(pk=number).update(parent_id=parent, row_version=F("row_version") + 1)
    tree = list(Unit.objects.values_list("pk", "parent_id", "path"))
    above = {number: parent for number, parent, _path in tree}
    write_paths(repath(above, {number: path for number, _parent, path in tree}, parents))
